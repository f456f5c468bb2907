import { isDraft, isInFlight, isReady } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { hasFailedDeletion, isBeingDeleted, staysWhenDetached } from "../lifecycle/index.ts";
import { runningDependencies } from "../references/running-dependencies.ts";

/** Why a resource goes on running with another that it no longer wants. */
export type HoldUp = "staged" | "failed" | "deletion failed";

/**
 * Why a resource holds up the deletion of something that it runs with but no longer wants.
 * @returns null if that is only a matter of time: an update without it, or the resource's own deletion, is under way
 */
export function holdUpBy(row: Pick<ResourceRow, "lifecycle_state" | "deleting_since">): HoldUp | null {
  if (isBeingDeleted(row) || isInFlight(row.lifecycle_state)) return null;
  if (hasFailedDeletion(row)) return "deletion failed";
  if (isReady(row.lifecycle_state)) return null;
  return isDraft(row.lifecycle_state) ? "staged" : "failed";
}

/** Why a dependent would hold up the deletion of `going` after it is detached; null if it would not. */
export function holdUpWhenDetached(row: ResourceRow, going: ReadonlyMap<string, unknown>): HoldUp | null {
  if (!staysWhenDetached(row)) return null;
  return [...runningDependencies(row)].some((key) => going.has(key)) ? holdUpBy(row) : null;
}
