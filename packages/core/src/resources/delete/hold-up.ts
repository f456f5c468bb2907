import { isDraft, isInFlight, isReady } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { hasFailedDeletion, isBeingDeleted, staysWhenDetached } from "../../lifecycle/index.ts";
import { runningDependencies } from "../references/running-dependencies.ts";

/** Why nothing ends that a resource runs with another, which it wants no more. */
export type HoldUp = "staged" | "failed" | "deletion failed";

/**
 * What holds up the deletion of something that a resource runs with and wants no more.
 * @returns null where that is only a matter of time: an update without it, or the resource's own deletion, is under way
 */
export function holdUpBy(row: ResourceRow): HoldUp | null {
  if (isBeingDeleted(row) || isInFlight(row.lifecycle_state)) return null;
  if (hasFailedDeletion(row)) return "deletion failed";
  if (isReady(row.lifecycle_state)) return null;
  return isDraft(row.lifecycle_state) ? "staged" : "failed";
}

/** What would hold up the deletion of `going` by a dependent that is detached from it; null for nothing. */
export function holdUpWhenDetached(row: ResourceRow, going: ReadonlyMap<string, unknown>): HoldUp | null {
  if (!staysWhenDetached(row)) return null;
  return [...runningDependencies(row)].some((key) => going.has(key)) ? holdUpBy(row) : null;
}
