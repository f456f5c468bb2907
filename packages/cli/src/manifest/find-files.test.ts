import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findFiles } from "./find-files.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "find-files-"));
  for (const path of [
    "app/a.yaml",
    "app/notes.txt",
    "app/node_modules/library/b.yaml",
    "app/.git/c.yaml",
    "app/in/d.json",
  ]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), "");
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each([["app"], ["app/**"]])("finds no manifests of others below %s: those of libraries, or of Git", (name) => {
  const { files } = findFiles([name], folder, null);
  expect(files.filter((file) => !file.endsWith(".txt"))).toEqual(["app/a.yaml", "app/in/d.json"]);
});
