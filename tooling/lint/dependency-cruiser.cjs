const { existsSync } = require("node:fs");

/**
 * The direction of dependencies, as errors:
 *
 *     language ◄ contract ◄ manifest; contract, telemetry ◄ db ◄ jobs ◄ core ◄ trpc, runtime ◄ apps
 *
 * Each package lists what it may see inside the workspace. A rule that arrives late becomes a warning that nobody
 * reads, so it was here before the first import.
 */
const mayImport = {
  // Pure, so that pages, the command and servers all read a manifest alike.
  language: [],
  contract: ["language"],
  // Texts of documents, for the command and for pages alike.
  manifest: ["language", "contract"],
  telemetry: ["contract"],
  // How HTTP servers end: of Node alone.
  http: [],
  db: ["contract", "telemetry"],
  jobs: ["contract", "telemetry", "db"],
  core: ["language", "contract", "telemetry", "db", "jobs"],
  trpc: ["language", "contract", "telemetry", "db", "jobs", "core"],
  // Its host, the program inside a provider's process, speaks for the SDK that the provider was written with.
  runtime: ["language", "contract", "telemetry", "db", "jobs", "core", "sdk"],
  // Both bundle it at their build: what is published depends on nothing of the workspace.
  sdk: ["language"],
  cli: ["language", "sdk", "contract", "manifest"],
  testing: ["contract", "telemetry", "db", "jobs", "core"],
};

/** Tests see what they test and the test helpers; what they import never ships. */
const TEST_FILES = "\\.test\\.tsx?$|/test/|^tooling/bootstrap/upgrade/|^e2e/|^bench/";

/** The groups of core, lowest first: each sees those named with it. */
const CORE_GROUPS = {
  foundation: [],
  identity: ["foundation"],
  resources: ["foundation", "identity"],
  changes: ["foundation", "identity", "resources"],
  providers: ["foundation", "identity", "resources"],
  processing: ["foundation", "resources", "providers"],
  operations: ["foundation", "identity", "resources", "providers"],
};

const coreRules = Object.entries(CORE_GROUPS).map(([name, allowed]) => ({
  name: `core-${name}`,
  comment: `packages/core/src/${name} sees ${allowed.join(", ") || "no other group of core"} (docs/architecture.md).`,
  severity: "error",
  from: { path: `^packages/core/src/${name}/`, pathNot: TEST_FILES },
  to: { path: "^packages/core/src/", pathNot: `^packages/core/src/(${[name, ...allowed].join("|")})/` },
}));

const WORKSPACE = "^(apps|packages|providers|tooling|bench|e2e)/";

const packageRules = Object.entries(mayImport).map(([name, allowed]) => ({
  name: `${name}-direction`,
  comment: `packages/${name} may import ${allowed.join(", ") || "nothing"} of the workspace (docs/architecture).`,
  severity: "error",
  from: { path: `^packages/${name}/`, pathNot: TEST_FILES },
  to: { path: WORKSPACE, pathNot: [`^packages/(${[name, ...allowed].join("|")})/`] },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...packageRules,
    ...coreRules,
    {
      name: "language-anywhere",
      comment:
        "packages/language runs in browsers and Node alike, and is bundled into what others install: it imports nothing.",
      severity: "error",
      from: { path: "^packages/language/src/", pathNot: TEST_FILES },
      to: { pathNot: "^packages/language/src/" },
    },
    {
      name: "manifest-anywhere",
      comment:
        "packages/manifest runs in browsers and in the command line: no Node, no schemas, nothing but the library for YAML, language, and of the contract types and what imports nothing.",
      severity: "error",
      from: { path: "^packages/manifest/src/", pathNot: TEST_FILES },
      to: {
        pathNot:
          "^packages/(manifest|language)/src/|node_modules/yaml/|^packages/contract/src/(connection|drift|handling|lifecycle|resource-field-kinds)\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "cli-without-schemas",
      comment:
        "The command line starts without zod: of the contract it bundles what imports nothing, predicates and words.",
      severity: "error",
      from: { path: "^packages/cli/", pathNot: TEST_FILES },
      to: {
        path: "^packages/contract/",
        pathNot:
          "^packages/contract/src/(connection|drift|handling|lifecycle|change-values|actor-words|deployment-words|count-words|explanation-words|only-edit-helps|outcome-words)\\.ts$",
      },
    },
    {
      name: "packages-below-apps",
      comment: "Apps are the top: nothing in packages or providers imports one, not even a test.",
      severity: "error",
      from: { path: "^(packages|providers)/" },
      to: { path: "^apps/" },
    },
    {
      name: "apps-apart",
      comment: "Apps meet in the database and in core. What two apps share belongs in a package.",
      severity: "error",
      from: { path: "^apps/([^/]+)/" },
      to: { path: "^apps/", pathNot: "^apps/$1/" },
    },
    {
      name: "start-before-generate",
      comment:
        "The start runs in a fresh clone before the database's client is generated: what needs it is loaded by import() after the build.",
      severity: "error",
      from: { path: "^tooling/bootstrap/src/", pathNot: TEST_FILES },
      to: {
        path: "^packages/(core|db)/src/(index\\.ts$|administration/|prisma/)",
        dynamic: false,
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "pages-take-services",
      comment:
        "Next would bundle a second core, with its own pool, caches and copies of tRPC: pages and features take core from services() (docs/adr/0013) and import only its types.",
      severity: "error",
      from: {
        path: "^apps/web/src/",
        pathNot: [
          "^apps/web/src/main\\.ts$",
          "^apps/web/src/server/(body-limit|body-room|bounded-body|env|health|use-cases)\\.ts$",
          TEST_FILES,
        ],
      },
      to: { path: "^packages/(core|db|jobs|trpc|telemetry)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "links-within-organization",
      comment:
        "A path such as /resources is within an organization: a plain link would ask again which one. features/shell/link.tsx puts /o/{slug} before it (docs/adr/0022).",
      severity: "error",
      from: {
        path: "^apps/web/src/features/",
        pathNot: "^apps/web/src/features/(account|cli-login|invitations|organization|shell)/",
      },
      to: { path: "/next/link\\.(js|d\\.ts)$" },
    },
    {
      name: "providers-from-outside",
      comment: "A shipped provider is a package anyone could have written: it sees @pragma/sdk and nothing else.",
      severity: "error",
      from: { path: "^providers/([^/]+)/", pathNot: TEST_FILES },
      to: { path: WORKSPACE, pathNot: ["^providers/$1/", "^packages/sdk/"] },
    },
    {
      name: "prisma-in-db",
      comment:
        "Which rows a query may reach is decided by the scopes of packages/db/src/prisma (docs/adr/0039). Whoever enters one lives in packages/db/src/administration, where all of them are seen together.",
      severity: "error",
      from: { pathNot: "^packages/db/" },
      to: { path: ["node_modules/@prisma/client/", "^packages/db/src/(generated|prisma)/"] },
    },
    {
      name: "testing-from-tests",
      comment: "packages/testing starts servers and drops databases: it must not be reachable from what ships.",
      severity: "error",
      from: { pathNot: ["^packages/testing/", "^tooling/(chaos|fuzz)/", TEST_FILES, "^vitest\\.config\\.ts$"] },
      to: { path: "^packages/testing/" },
    },
    {
      name: "no-cycles",
      comment:
        "Two files that need each other are one file, or hide a third. Types alone may point back: they are gone at run time.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-folder-cycles",
      comment:
        "Folders are in an order, types included: who reads one needs to know only those below it. What two folders need is a third's, below both.",
      severity: "error",
      scope: "folder",
      from: { path: "^(apps|packages|providers|tooling|bench)/[^/]+/src/" },
      // Helpers of tests are outside src.
      to: { circular: true, pathNot: "/test(/|$)" },
    },
    {
      name: "resolvable",
      comment: "An import that resolves only by luck (an undeclared dependency) breaks in the next clean install.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // Generated code is a target of rules, not their subject.
    doNotFollow: { path: ["node_modules", "(^|/)dist/", "^packages/db/src/generated/"] },
    // The bench's peer and the template of a provider have their own dependencies, installed where they are used.
    exclude: {
      path: [
        "(^|/)(dist|\\.next|\\.turbo|\\.pragma)/",
        "^bench/peer/",
        "^packages/sdk/template/",
        "next-env\\.d\\.ts$",
      ],
    },
    tsPreCompilationDeps: true,
    // For the dashboard's `~/` paths; no other package has any.
    ...(existsSync("apps/web/tsconfig.json") ? { tsConfig: { fileName: "apps/web/tsconfig.json" } } : {}),
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types", "default"],
      extensions: [".ts", ".tsx", ".mts", ".js", ".mjs", ".cjs", ".json", ".node"],
    },
  },
};
