import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeAll, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const CONFIG = "tooling/lint/dependency-cruiser.cjs";

/** File, what it imports, and the rules that breaks. */
const CASES: [string, string, string[]][] = [
  ["packages/db/src/up.ts", 'import "@/packages/core/src/index.ts";', ["db-direction"]],
  ["packages/db/src/up-type.ts", 'import type { value } from "@/packages/core/src/index.ts";', ["db-direction"]],
  ["packages/language/src/node.ts", 'import "node:fs";', ["language-anywhere"]],
  [
    "packages/language/src/contract.ts",
    'import "@/packages/core/src/index.ts";',
    ["language-anywhere", "language-direction"],
  ],
  ["packages/manifest/src/node.ts", 'import "node:fs";', ["manifest-anywhere"]],
  ["packages/manifest/src/schemas.ts", 'import "@/packages/contract/src/index.ts";', ["manifest-anywhere"]],
  ["packages/manifest/src/fields.ts", 'import type { value } from "@/packages/contract/src/index.ts";', []],
  ["packages/manifest/src/states.ts", 'import "@/packages/contract/src/lifecycle.ts";', []],
  [
    "packages/manifest/src/sdk.ts",
    'import "@/packages/sdk/src/index.ts";',
    ["manifest-anywhere", "manifest-direction"],
  ],
  ["packages/core/src/down.ts", 'import "@/packages/db/src/index.ts";', []],
  ["packages/core/src/app.ts", 'import "@/apps/api/src/index.ts";', ["core-direction", "packages-below-apps"]],
  ["packages/cli/src/core.ts", 'import "@/packages/core/src/index.ts";', ["cli-direction"]],
  ["packages/cli/src/schemas.ts", 'import "@/packages/contract/src/index.ts";', ["cli-without-schemas"]],
  ["packages/cli/src/states.ts", 'import "@/packages/contract/src/lifecycle.ts";', []],
  ["packages/cli/src/statuses.ts", 'import "@/packages/contract/src/change-values.ts";', []],
  ["packages/cli/src/sdk.ts", 'import "@/packages/sdk/src/index.ts";', []],
  ["packages/sdk/src/db.ts", 'import "@/packages/db/src/index.ts";', ["sdk-direction"]],
  ["apps/api/src/worker.ts", 'import "@/apps/worker/src/index.ts";', ["apps-apart"]],
  ["tooling/bootstrap/src/early.ts", 'import "@/packages/db/src/index.ts";', ["start-before-generate"]],
  ["tooling/bootstrap/src/late.ts", 'await import("@/packages/db/src/index.ts");', []],
  ["apps/web/src/page.ts", 'import "@/packages/core/src/index.ts";', ["pages-take-services"]],
  ["apps/web/src/types.ts", 'import type { value } from "@/packages/core/src/index.ts";', []],
  ["apps/web/src/main.ts", 'import "@/packages/core/src/index.ts";', []],
  ["providers/any/src/db.ts", 'import "@/packages/db/src/index.ts";', ["providers-from-outside"]],
  ["apps/api/src/prisma.ts", 'import "@prisma/client";', ["prisma-in-db"]],
  ["packages/core/src/prisma.ts", 'import "@prisma/client";', ["prisma-in-db"]],
  ["packages/core/src/scopes.ts", 'import "@/packages/db/src/prisma/scopes.ts";', ["prisma-in-db"]],
  ["packages/db/src/whole.ts", 'import "./prisma/scopes.ts";', []],
  ["packages/db/src/prisma.ts", 'import "@prisma/client";', []],
  ["apps/api/src/testing.ts", 'import "@/packages/testing/src/index.ts";', ["testing-from-tests"]],
  ["apps/api/src/a.test.ts", 'import "@/packages/testing/src/index.ts";', []],
  ["apps/api/src/undeclared.ts", 'import "not-declared";', ["resolvable"]],
  ["packages/core/src/circle.ts", 'import "./elcric.ts";', ["no-cycles"]],
  ["packages/core/src/elcric.ts", 'import "./circle.ts";', []],
  ["packages/core/src/upper/a.ts", 'import type { value } from "../lower/b.ts";', []],
  ["packages/core/src/lower/b.ts", "export const value = 1;", []],
  ["packages/core/src/lower/c.ts", 'import type { value } from "../upper/a.ts";', []],
  ["packages/core/src/points.ts", 'import "./points-back.ts"; export const value = 1;', []],
  ["packages/core/src/points-back.ts", 'import type { value } from "./points.ts";', []],
];

interface Violation {
  from: string;
  rule: { name: string };
}

let violations: Violation[];

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), "direction-"));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write("node_modules/@prisma/client/package.json", '{"name":"@prisma/client","main":"index.js"}');
  write("node_modules/@prisma/client/index.js", "");
  symlinkSync(join(ROOT, "node_modules/typescript"), join(folder, "node_modules/typescript"));
  cpSync(join(ROOT, CONFIG), join(folder, CONFIG));
  write("packages/contract/src/index.ts", "export const value = 1;");
  write("packages/db/src/prisma/scopes.ts", "export const value = 1;");
  write("packages/contract/src/lifecycle.ts", "export const value = 1;");
  write("packages/contract/src/change-values.ts", "export const value = 1;");
  for (const path of ["packages/core", "packages/db", "packages/sdk", "packages/testing", "apps/api", "apps/worker"]) {
    write(`${path}/src/index.ts`, "export const value = 1;");
  }
  // Every file lies three folders deep.
  for (const [path, text] of CASES) write(path, text.replace("@/", "../../../"));
  const { stdout } = spawnSync(
    join(ROOT, "node_modules/.bin/depcruise"),
    ["--config", CONFIG, "--output-type", "json", "apps", "packages", "providers", "tooling/bootstrap"],
    { cwd: folder, encoding: "utf8", maxBuffer: 16 * 1024 * 1024 },
  );
  rmSync(folder, { recursive: true, force: true });
  violations = (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
});

it.each(CASES)("%s: %s", (path, _text, rules) => {
  const found = violations.filter((violation) => violation.from === path).map((violation) => violation.rule.name);
  expect(found.sort()).toEqual(rules);
});

it("rooms of core that need each other: upper, lower", () => {
  const found = violations.filter(({ rule }) => rule.name === "no-folder-cycles").map(({ from }) => from);
  expect(found.sort()).toEqual(["packages/core/src/lower", "packages/core/src/upper"]);
});
