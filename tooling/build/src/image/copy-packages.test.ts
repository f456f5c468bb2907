import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { copyPackages } from "./copy-packages.ts";

let root: string;
let target: string;

beforeEach(() => {
  root = mkdtempSync(join(realpathSync(tmpdir()), "workspace-"));
  target = mkdtempSync(join(realpathSync(tmpdir()), "image-"));
  write("apps/api/package.json", "{}");
  write("apps/api/dist/main.js", "");
  write("apps/api/dist/main.js.map", "");
  write("apps/api/src/main.ts", "");
});
afterEach(() => {
  for (const folder of [root, target]) rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function link(path: string, to: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(to, join(root, path));
}

/** A package as pnpm installs it. */
function install(name: string, manifest: object = {}): void {
  const folder = `node_modules/.pnpm/${name.replace("/", "+")}@1.0.0/node_modules/${name}`;
  write(`${folder}/package.json`, JSON.stringify({ name, main: "index.js", ...manifest }));
  write(`${folder}/index.js`, "");
}

it("copies what a bundle left out with all that it needs, and it resolves from the bundle", async () => {
  install("server", {
    dependencies: { "@scope/part": "1", "@types/node": "1" },
    optionalDependencies: { "for-another-system": "1" },
    peerDependencies: { compiler: "1" },
    peerDependenciesMeta: { compiler: { optional: true } },
  });
  install("@scope/part", { dependencies: { server: "1" } });
  for (const name of ["@types/node", "compiler", "unused"]) {
    install(name);
    link(
      `node_modules/.pnpm/server@1.0.0/node_modules/${name}`,
      join(root, `node_modules/.pnpm/${name.replace("/", "+")}@1.0.0/node_modules`, name),
    );
  }
  link("apps/api/node_modules/server", "../../../node_modules/.pnpm/server@1.0.0/node_modules/server");
  link(
    "node_modules/.pnpm/server@1.0.0/node_modules/@scope/part",
    "../../../@scope+part@1.0.0/node_modules/@scope/part",
  );
  link("node_modules/.pnpm/@scope+part@1.0.0/node_modules/server", "../../server@1.0.0/node_modules/server");

  await copyPackages(root, target, { "apps/api": { files: ["dist"], dependencies: ["server"] } });
  rmSync(root, { recursive: true });

  const server = createRequire(join(target, "apps/api/dist/main.js")).resolve("server");
  expect(server.startsWith(target)).toBe(true);
  expect(createRequire(server).resolve("@scope/part").startsWith(target)).toBe(true);
  const has = (path: string) => existsSync(join(target, path));
  expect(has("apps/api/dist/main.js.map")).toBe(false);
  expect(has("apps/api/src")).toBe(false);
  for (const name of ["@types+node", "compiler", "unused"]) expect(has(`node_modules/.pnpm/${name}@1.0.0`)).toBe(false);
});

it("names what is not installed", async () => {
  await expect(copyPackages(root, target, { "apps/api": { files: [], dependencies: ["gone"] } })).rejects.toThrow(
    "apps/api/node_modules/gone is not installed",
  );
});
