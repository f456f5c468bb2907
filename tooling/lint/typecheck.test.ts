import { execFileSync } from "node:child_process";
import { join, relative } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const COMPILER = join(ROOT, "tooling/typescript/node_modules/.bin/tsc");
const PROGRAMS = ["tooling/typescript/node.json", "tooling/typescript/browser.json", "apps/web"];

/** Programs of their own, with dependencies that are installed where they are used. */
const ELSEWHERE = /^(packages\/sdk\/template|bench\/peer)\//;

function run(program: string, ...args: string[]): string[] {
  return execFileSync(program, args, { cwd: ROOT, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })
    .split("\n")
    .filter((line) => line !== "");
}

it("checks the types of each file of the repository", { timeout: 120_000 }, () => {
  const files = run("git", "ls-files", "-co", "--exclude-standard", "--", "*.ts", "*.tsx", "tooling/bootstrap/*.mjs");
  const checked = new Set(
    PROGRAMS.flatMap((program) => run(COMPILER, "-p", program, "--listFilesOnly").map((file) => relative(ROOT, file))),
  );
  expect(files.filter((file) => !checked.has(file) && !ELSEWHERE.test(file))).toEqual([]);
});
