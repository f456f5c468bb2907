import { expect, test } from "vitest";
import { build, buildError, lockFile, manifest, providerModule, type Source } from "./helpers.ts";

const PACKAGE = { "package.json": manifest() };
const NO_GIT = "Providers are built from the registry's packages alone";

/** Sources, each with the message for its author. */
const BROKEN: { name: string; source: Source; told: RegExp }[] = [
  {
    name: "no package.json",
    source: { "index.js": providerModule() },
    told: /^The archive has no package\.json, at its top or in its top folder$/,
  },
  {
    name: "package.json is not valid JSON",
    source: { "package.json": "{" },
    told: /^package\.json is not valid JSON: /,
  },
  {
    name: "package.json names no provider",
    source: { "package.json": "{}" },
    told: /^package\.json: pragma: .*It needs "pragma": \{"provider": "<name>"\}$/,
  },
  {
    name: "another provider's package",
    source: { "package.json": manifest({ pragma: { provider: "other" } }), "index.js": "" },
    told: /^package\.json: pragma\.provider is "other", but it was pushed as "demo"$/,
  },
  {
    name: "an entry that is not there",
    source: { "package.json": manifest({ main: "lib/index.js" }) },
    told: /^package\.json: the entry that "exports" or "main" names does not exist in the archive$/,
  },
  {
    name: "an entry outside",
    source: { "package.json": manifest({ main: "../../../etc/passwd" }) },
    told: /^package\.json: the entry .* does not exist in the archive$/,
  },
  {
    name: "a syntax error",
    source: { ...PACKAGE, "index.js": 'import "./lib/broken.ts";', "lib/broken.ts": "\nconst one = ;\n" },
    told: /^The source cannot be bundled: lib\/broken\.ts:2:13: Unexpected ";"$/,
  },
  {
    name: "a missing file",
    source: { ...PACKAGE, "index.js": 'import "./lib/none.js";' },
    told: /^The source cannot be bundled: index\.js:1:8: Could not resolve "\.\/lib\/none\.js": there is no such file in the archive$/,
  },
  {
    name: "a missing package",
    source: { ...PACKAGE, "index.js": '\nimport { x } from "left-pad";' },
    told: /^The source cannot be bundled: index\.js:2:19: Could not resolve "left-pad": list its package in "dependencies" of package\.json$/,
  },
  {
    name: "a name that a file does not export",
    source: { ...PACKAGE, "index.js": 'import { nothing } from "@pragma/sdk/provider";\nexport default nothing;' },
    told: /^The source cannot be bundled: index\.js:1:10: No matching export .* for import "nothing"$/,
  },
  {
    name: "a native add-on",
    source: { ...PACKAGE, "index.js": 'import "./addon.node";', "addon.node": "\u007fELF" },
    told: /^The source cannot be bundled: index\.js:1:8: .*Native add-ons cannot be bundled/,
  },
  {
    name: "a module that throws",
    source: { ...PACKAGE, "index.js": providerModule('throw new Error("no API key");') },
    told: /^Provider demo .*could not be loaded: no API key \(index\.js:3:7\)$/,
  },
  {
    name: "a module that exits",
    source: { ...PACKAGE, "index.js": providerModule("process.exit(3);") },
    told: /^Provider demo .*exited with code 3/,
  },
  {
    name: "no provider",
    source: { ...PACKAGE, "index.js": "export default 1;" },
    told: /could not be loaded: the default export of its entry is not made by defineProvider of @pragma\/sdk\/provider$/,
  },
  {
    name: "a type's name off the grammar",
    source: { ...PACKAGE, "index.js": providerModule().replace("thing:", '"My Thing":') },
    told: /could not be loaded: "My Thing" is not a resource type: it must be lower-case words joined by/,
  },
  {
    name: "a schema that has no JSON form",
    source: { ...PACKAGE, "index.js": providerModule().replace("name: z.string()", "at: z.date()") },
    told: /thing: config cannot be written as JSON Schema: Date cannot be represented in JSON Schema/,
  },
  {
    name: "a schema that is too large",
    source: {
      ...PACKAGE,
      "index.js": providerModule().replace(
        "name: z.string()",
        'name: z.enum(Array.from({ length: 9000 }, (_, n) => "value" + n))',
      ),
    },
    told: /^Provider demo .*the schema of its type "thing" is larger than 65536 bytes$/,
  },
];

test.for(BROKEN)("$name", async ({ source, told }) => {
  const log: string[] = [];
  const message = await buildError(source, { log });
  expect(message).toMatch(told);
  expect(log.join("")).toContain(`Failed: ${message}\n`);
});

const ELSEWHERE = [
  "git+https://git.example/x.git",
  "git@git.example:x/y.git",
  "github:x/y",
  "x/y",
  "file:../x",
  "link:../x",
  "./x.tgz",
  "workspace:*",
  "https://files.example/x.tgz",
  "npm:x@https://files.example/x.tgz",
  "patch:x@npm%3A1.0.0#./x.patch",
];

test.for(ELSEWHERE)("a dependency by %s is refused by name", async (spec) => {
  const source = { "package.json": manifest({ optionalDependencies: { x: spec } }), "index.js": providerModule() };
  expect(await buildError(source)).toBe(`package.json: optionalDependencies: x comes from ${spec}. ${NO_GIT}`);
});

test.for([
  {
    name: "package-lock.json",
    text: lockFile("package-lock.json").replace(
      "https://registry.example/ms/-/ms-2.1.3.tgz",
      "git+ssh://git@git.example/ms.git#1",
    ),
    told: /^package-lock\.json: ms comes from git\+ssh:\/\/git@git\.example/,
  },
  {
    name: "package-lock.json",
    text: lockFile("package-lock.json").replace(
      '"version": "2.1.3",',
      '"version": "2.1.3", "dependencies": { "evil": "https://files.example/e.tgz" },',
    ),
    told: /^package-lock\.json: evil, which ms depends on, comes from https:\/\/files\.example/,
  },
  {
    name: "pnpm-lock.yaml",
    text: lockFile("pnpm-lock.yaml").replace(
      "resolution: {integrity: sha512-6F",
      "resolution: {tarball: https://files.example/ms.tgz, integrity: sha512-6F",
    ),
    told: /^pnpm-lock\.yaml: ms@2\.1\.3 comes from https:\/\/files\.example/,
  },
  { name: "pnpm-lock.yaml", text: "importers: [", told: /^pnpm-lock\.yaml cannot be read: / },
  { name: "package-lock.json", text: "[]", told: /^package-lock\.json cannot be read: it is not a lock file$/ },
])("a $name that leads elsewhere: $told", async ({ name, text, told }) => {
  const source = {
    "package.json": manifest({ dependencies: { ms: "^2.1.0" } }),
    "index.js": providerModule(),
    [name]: text,
  };
  expect(await buildError(source)).toMatch(told);
});

test("yarn's lock file alone is refused by name; beside another one it does not count", async () => {
  const source = {
    "package.json": manifest({ dependencies: { ms: "^2.1.0" } }),
    "index.js": providerModule(),
    "yarn.lock": "# yarn lockfile v1",
  };
  expect(await buildError(source)).toBe(
    "yarn.lock is not read: run npm install --package-lock-only, commit package-lock.json, and push again",
  );
  expect(await buildError({ ...source, "package-lock.json": "[]" })).toMatch(/^package-lock\.json cannot be read/);
});

test("a module that never finishes loading", async () => {
  const source = {
    ...PACKAGE,
    "index.js": providerModule("await new Promise((done) => setTimeout(done, 3_600_000));"),
  };
  expect(await buildError(source, { limits: { loadMs: 2_000 } })).toMatch(/^Provider demo .*did not/);
});

test("a module that blocks while it loads", { tags: ["thorough"] }, async () => {
  const source = { ...PACKAGE, "index.js": providerModule("for (;;) {}") };
  expect(await buildError(source, { limits: { loadMs: 2_000 } })).toMatch(/^Provider demo .*did not/);
});

test("a bundle that is too large", async () => {
  const source = { ...PACKAGE, "index.js": providerModule() };
  expect(await buildError(source, { limits: { artefactBytes: 1_000 } })).toMatch(
    /^The bundle is larger than 1000 bytes/,
  );
});

test("no time", async () => {
  const source = { ...PACKAGE, "index.js": providerModule() };
  expect(await buildError(source, { timeoutMs: 30 })).toMatch(/^The build's time was up during: /);
});

test("a cancelled build throws the signal's reason", async () => {
  const controller = new AbortController();
  const source = { ...PACKAGE, "index.js": providerModule() };
  const reason = new Error("cancelled by its author");
  const onLog = (text: string) => text.includes("Bundling") && controller.abort(reason);
  await expect(build(source, { signal: controller.signal, onLog })).rejects.toBe(reason);
});
