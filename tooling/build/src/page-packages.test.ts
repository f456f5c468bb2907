import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { takePagePackages } from "./page-packages.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "pages-"));
  for (const folder of ["node_modules/a", "node_modules/.pnpm/b@1/node_modules/@scope/b", "node_modules/next"]) {
    write(`${folder}/package.json`, "{}");
  }
  write("node_modules/next/dist/compiled/react/package.json", "{}");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const inProject = (...paths: string[]): string[] => paths.map((path) => `turbopack:///[project]/${path}`);

it("finds what pages bundle by their source maps, parts of Next included, and takes the maps away", async () => {
  write(".next/static/chunks/one.js", "let one;\n\n//# sourceMappingURL=one.js.map");
  write(
    ".next/static/chunks/one.js.map",
    JSON.stringify({ sources: inProject("node_modules/a/index.js", "apps/web/src/page.tsx") }),
  );
  write(".next/static/chunks/two.css", "body{}\n/*# sourceMappingURL=two.css.map*/");
  const sections = [
    { map: { sources: inProject("node_modules/.pnpm/b%401/node_modules/%40scope/b/src/b.ts") } },
    { map: { sources: inProject("node_modules/next/dist/compiled/react/index.js", "node_modules/gone/index.js") } },
  ];
  write(".next/static/chunks/two.css.map", JSON.stringify({ sections }));

  expect((await takePagePackages(join(root, ".next"), root)).sort()).toEqual([
    "node_modules/.pnpm/b@1/node_modules/@scope/b",
    "node_modules/a",
    "node_modules/next",
    "node_modules/next/dist/compiled/react",
  ]);
  expect(existsSync(join(root, ".next/static/chunks/one.js.map"))).toBe(false);
  expect(readFileSync(join(root, ".next/static/chunks/one.js"), "utf8")).toBe("let one;\n");
  expect(readFileSync(join(root, ".next/static/chunks/two.css"), "utf8")).toBe("body{}\n");
});

it("refuses a build that does not tell", async () => {
  write(".next/static/chunks/one.js", "let one;");
  await expect(takePagePackages(join(root, ".next"), root)).rejects.toThrow("has no source maps");
});
