import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loadProviderPackages } from "./load-provider-packages.ts";

/** A folder with these files; objects are written as JSON. */
function folder(files: Record<string, unknown>): string {
  const root = mkdtempSync(join(tmpdir(), "packages-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === "string" ? content : JSON.stringify(content));
  }
  return root;
}

const manifest = { version: "1.2.3", pragma: { provider: "alpha" } };

test("packages are found with their entry, the built one first", () => {
  const root = folder({
    "z-exports/package.json": { ...manifest, exports: "./src/index.ts" },
    "z-exports/src/index.ts": "",
    "built/package.json": { ...manifest, pragma: { provider: "built", network: "host" }, exports: "./src/index.ts" },
    "built/src/index.ts": "",
    "built/dist/index.js": "",
    "conditions/package.json": {
      ...manifest,
      pragma: { provider: "conditions" },
      exports: { ".": { types: "./a.d.ts", import: { node: "./a.mjs" } } },
    },
    "conditions/a.mjs": "",
    "main/package.json": { ...manifest, pragma: { provider: "main" }, main: "lib.js" },
    "main/lib.js": "",
    "no-provider/package.json": { name: "something-else" },
    "no-package/readme.txt": "",
    "file.txt": "",
  });

  expect(loadProviderPackages(root)).toEqual([
    {
      providerId: "alpha",
      version: "1.2.3",
      folder: join(root, "z-exports"),
      entryPath: join(root, "z-exports/src/index.ts"),
      network: "none",
    },
    {
      providerId: "built",
      version: "1.2.3",
      folder: join(root, "built"),
      entryPath: join(root, "built/dist/index.js"),
      network: "host",
    },
    {
      providerId: "conditions",
      version: "1.2.3",
      folder: join(root, "conditions"),
      entryPath: join(root, "conditions/a.mjs"),
      network: "none",
    },
    {
      providerId: "main",
      version: "1.2.3",
      folder: join(root, "main"),
      entryPath: join(root, "main/lib.js"),
      network: "none",
    },
  ]);
});

test.each([
  ["no JSON", { "a/package.json": "{" }, /a: package\.json cannot be read/],
  ["no version", { "a/package.json": { pragma: { provider: "a" } } }, /a: package\.json: version: /],
  [
    "a bad name",
    { "a/package.json": { ...manifest, pragma: { provider: "A B" } } },
    /pragma\.provider: must be 1 to 63/,
  ],
  ["no entry", { "a/package.json": { ...manifest, exports: "./gone.js" } }, /a: its entry does not exist/],
  [
    "an entry outside of the package",
    { "a/package.json": { ...manifest, exports: "../b.js" }, "b.js": "" },
    /a: its entry does not exist/,
  ],
  [
    "two of one name",
    {
      "a/package.json": manifest,
      "a/index.js": "",
      "b/package.json": manifest,
      "b/index.js": "",
    },
    /b: provider "alpha" is also .*a\/index\.js/,
  ],
])("%s is refused by name", (_what, files, message) => {
  expect(() => loadProviderPackages(folder(files))).toThrow(message);
});
