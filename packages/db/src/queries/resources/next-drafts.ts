import { isDraft, isReady } from "@pragma/contract";
import type { Database } from "../../database.ts";
import { systemStatement } from "../../statement.ts";
import { inState } from "../sql/lifecycle.ts";

const overdue = systemStatement(
  "overdue_next_drafts",
  `SELECT organization_id, key FROM resources r
   WHERE next_draft IS NOT NULL AND ${inState("r", (state) => isReady(state) || isDraft(state))} LIMIT $1`,
);

/** Resources with a draft that should have been staged, or dropped: a program of an earlier release has passed it over. */
export function findOverdueDrafts(db: Database, limit: number): Promise<{ organization_id: string; key: string }[]> {
  return db.query(overdue, [limit]);
}
