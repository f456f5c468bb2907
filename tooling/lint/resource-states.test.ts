import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findStateComparisons } from "./src/rules/find-state-comparisons.ts";

const COMPARISONS = [
  'row.lifecycle_state === "failed";',
  '"ready" !== state;',
  'toState == "pending";',
  'resource["lifecycle_state"] === "ready";',
  'wanted === "draft";',
  "row.stale_since !== null;",
  "deleting_since === null;",
  'switch (state) { case "ready": break; }',
  '["ready", "failed"].includes(row.lifecycle_state);',
  'new Set(["pending"]).has(state);',
  "const sql = \"SELECT 1 FROM resources WHERE lifecycle_state <> 'draft'\";",
  "const sql = `SELECT $" + "{columns} FROM resources r WHERE r.lifecycle_state IN ('ready', 'failed')`;",
  "const sql = \"SELECT 1 FROM resource_changes WHERE from_state IS DISTINCT FROM 'processing'\";",
];

const OTHERS = [
  'build.status === "failed";',
  'outcome.kind === "failed";',
  "row.expires_at === null;",
  "deployment?.deleting_since == null;",
  'const patch = { lifecycle_state: "pending" };',
  'type State = "draft" | "ready";',
  "isFailed(row.lifecycle_state);",
  "before.lifecycle_state === after.lifecycle_state;",
  "const sql = \"SELECT count(*) FILTER (WHERE state = 'ready') FROM jobs\";",
];

it("tells comparisons of resource states from others", () => {
  const folder = mkdtempSync(join(tmpdir(), "states-"));
  const found = (source: string): number => {
    writeFileSync(join(folder, "source.ts"), source);
    return findStateComparisons(folder, "source.ts").length;
  };
  for (const source of COMPARISONS) expect(found(source), source).toBe(1);
  for (const source of OTHERS) expect(found(source), source).toBe(0);
  rmSync(folder, { recursive: true });
});
