import type { ResourceRow } from "@pragma/db/queries";

/** A deletion is under way. One that failed is not: it may be started again, or withdrawn. */
export function isBeingDeleted(row: Pick<ResourceRow, "deleting_since" | "lifecycle_state">): boolean {
  return row.deleting_since !== null && row.lifecycle_state !== "failed";
}
