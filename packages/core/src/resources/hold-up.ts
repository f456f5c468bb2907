import { isInFlight } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { isBeingDeleted } from "./is-being-deleted.ts";
import { runningDependencies } from "./running-dependencies.ts";

/** Why nothing ends that a resource runs with another, which it wants no more. */
export type HoldUp = "staged" | "failed" | "deletion failed";

/**
 * What holds up the deletion of something that a resource runs with and wants no more.
 * @returns null where that is only a matter of time: an update without it, or the resource's own deletion, is under way
 */
export function holdUpBy(row: ResourceRow): HoldUp | null {
  if (isBeingDeleted(row) || isInFlight(row.lifecycle_state)) return null;
  if (row.deleting_since !== null) return "deletion failed";
  if (row.lifecycle_state === "ready") return null;
  return row.lifecycle_state === "draft" ? "staged" : "failed";
}

/** A dependent that is detached is sent through an update, but for a draft and one whose own deletion failed. */
export function staysWhenDetached(row: ResourceRow): boolean {
  return row.lifecycle_state === "draft" || row.deleting_since !== null;
}

/** What would hold up the deletion of `going` by a dependent that is detached from it; null for nothing. */
export function holdUpWhenDetached(row: ResourceRow, going: ReadonlyMap<string, unknown>): HoldUp | null {
  if (!staysWhenDetached(row)) return null;
  return [...runningDependencies(row)].some((key) => going.has(key)) ? holdUpBy(row) : null;
}
