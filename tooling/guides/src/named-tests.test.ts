import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { namedTests } from "./named-tests.ts";

const ROOT = join(import.meta.dirname, "../../..");

test("a test is named by its file, and by its title in quotes", () => {
  const text = 'It holds: `a/b.test.ts` "keeps out",\n`c.spec.ts`; `src/d.ts` and "a word" are none.';
  expect(namedTests(text)).toEqual([
    { file: "a/b.test.ts", title: "keeps out" },
    { file: "c.spec.ts", title: null },
  ]);
});

test("the tests that docs/security.md names exist", () => {
  const named = namedTests(readFileSync(join(ROOT, "docs/security.md"), "utf8"));
  expect(named.length).toBeGreaterThan(40);
  const missing = named.filter(({ file, title }) => {
    const path = join(ROOT, file);
    return !existsSync(path) || (title !== null && !readFileSync(path, "utf8").includes(title));
  });
  expect(missing).toEqual([]);
});

test("each wall and each risk in docs/security.md has a test", () => {
  const page = readFileSync(join(ROOT, "docs/security.md"), "utf8");
  const sections = page.split(/^## /m).filter((text) => /^(Walls|OWASP)/.test(text));
  expect(sections).toHaveLength(2);
  for (const section of sections) {
    const rows = section
      .split("\n")
      .filter((line) => line.startsWith("| "))
      .slice(2);
    expect(rows.length).toBeGreaterThanOrEqual(10);
    for (const row of rows) expect(namedTests(row), row).not.toEqual([]);
  }
});
