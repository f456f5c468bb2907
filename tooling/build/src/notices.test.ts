import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { afterEach, beforeEach, expect, it } from "vitest";
import { noticesOf } from "./notices.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "notices-"));
  addPackage("used", { license: "MIT" }, { LICENSE: "Copyright U" });
  addPackage("@scope/used", { license: "ISC" }, { "README.md": "# Used\n\n## License\n\nCopyright S\n" });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function addPackage(name: string, manifest: object, files: Record<string, string>): void {
  const folder = `node_modules/${name}`;
  write(`${folder}/package.json`, JSON.stringify({ name, version: "1.2.3", main: "index.js", ...manifest }));
  write(`${folder}/index.js`, "export const value = globalThis.value;");
  for (const [path, text] of Object.entries(files)) write(`${folder}/${path}`, text);
}

async function notices(source: string): Promise<string> {
  write("main.js", source);
  const { metafile } = await build({
    stdin: { contents: source, resolveDir: root },
    bundle: true,
    format: "esm",
    write: false,
    metafile: true,
    absWorkingDir: root,
  });
  return noticesOf({ metafiles: [metafile] }, root);
}

it("names each package that is in the bundle, and no other", async () => {
  addPackage("dropped", { license: "MIT", sideEffects: false }, { LICENSE: "Copyright D" });
  const text = await notices(
    `import { value } from "used"; import { value as other } from "@scope/used"; import { value as none } from "dropped";
     console.log(value, other);`,
  );
  expect(text).toContain("used 1.2.3 (MIT)\n\nCopyright U\n");
  expect(text).toContain("@scope/used 1.2.3 (ISC)\n\nCopyright S\n");
  expect(text).not.toContain("dropped");
});

it("takes the text of the whole for the part for a platform", async () => {
  addPackage("used-linux-x64", { license: "MIT" }, {});
  const text = await notices(`export { value } from "used"; export { value as part } from "used-linux-x64";`);
  expect(text).toContain("used-linux-x64 1.2.3 (MIT)\n\nCopyright U\n");
});

it("fails for a package without a text, or with a license that is not accepted", async () => {
  addPackage("silent", { license: "MIT" }, {});
  await expect(notices(`export { value } from "silent";`)).rejects.toThrow("silent 1.2.3 has no license text");
  addPackage("copyleft", { license: "GPL-3.0-only" }, { LICENSE: "GPL" });
  await expect(notices(`export { value } from "copyleft";`)).rejects.toThrow(
    'copyleft 1.2.3 has the license "GPL-3.0-only"',
  );
});
