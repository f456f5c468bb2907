import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const PAGE = "docs/thorough-tests.md";

/** Tag of a test, or a call that tags some of its tests. */
const TAGGED = /["']@?thorough["']|\btestEach[<(]/;

const rows = readFileSync(join(ROOT, PAGE), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.split("|").map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, path = ""]) => path)));
const listed = rows.flatMap(([, thorough = []]) => thorough);

it("each file with thorough tests is listed with its witness", () => {
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "--", "*.test.ts", "*.spec.ts"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const tagged = files
    .split("\n")
    .filter((path) => path !== "" && path !== "tooling/lint/thorough.test.ts" && existsSync(join(ROOT, path)))
    .filter((path) => TAGGED.test(readFileSync(join(ROOT, path), "utf8")));
  expect(tagged.length).toBeGreaterThan(0);
  expect(listed.toSorted()).toEqual(tagged.toSorted());
});

it("each witness is there", () => {
  const witnesses = rows.flatMap(([, , , named = []]) => named);
  expect(witnesses.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
