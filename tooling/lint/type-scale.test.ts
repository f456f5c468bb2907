import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sourceFiles } from "./regular-expressions.ts";

const ROOT = join(import.meta.dirname, "..", "..");

it("the dashboard's texts have sizes of its type scale", () => {
  const files = sourceFiles(ROOT, ["apps/web"]);
  expect(files.length).toBeGreaterThan(100);
  const strays = files.filter((file) => /\btext-\[[\d.]+(?:rem|px|em)\]/.test(readFileSync(join(ROOT, file), "utf8")));
  expect(strays).toEqual([]);
});
