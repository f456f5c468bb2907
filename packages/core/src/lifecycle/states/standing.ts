import {
  ignoresInputs,
  isFailed,
  isPending,
  isProcessing,
  isReady,
  type LifecycleState,
  satisfiesDependents,
} from "@pragma/contract";
import type { LifecycleRow } from "./states.ts";

type Leaving = Pick<LifecycleRow, "lifecycle_state" | "deleting_since">;

/** A deletion is under way. One that failed is not: it may be started again, or withdrawn. */
export function isBeingDeleted(row: Leaving): boolean {
  return row.deleting_since !== null && !isFailed(row.lifecycle_state);
}

/** Its deletion ended in failure, and is neither started again nor withdrawn. */
export function hasFailedDeletion(row: Leaving): boolean {
  return row.deleting_since !== null && isFailed(row.lifecycle_state);
}

/** A changed value of a dependency marks it stale. */
export function takesMarks(row: Leaving): boolean {
  return !ignoresInputs(row.lifecycle_state) && row.deleting_since === null;
}

/** A dependency as those who wait for it see it; `state` is null where there is none. */
export interface Standing {
  state: LifecycleState | null;
  provisioned: boolean | null;
  stale: boolean | null;
}

/** Whether dependents must wait: it is not there, not ready, or itself about to be decided. */
export function blocksDependents({ state, provisioned, stale }: Standing): boolean {
  if (state === null || !satisfiesDependents(state, provisioned === true)) return true;
  return isReady(state) && stale === true;
}

/** It awaits an event that is still to be handed over. */
export function awaitsHandOver(row: Pick<LifecycleRow, "lifecycle_state" | "pending_event_id">): boolean {
  return isPending(row.lifecycle_state) && row.pending_event_id !== null;
}

/** It is marked stale, and that is decided next, once nothing blocks it. */
export function isToBeDecided(row: Leaving & Pick<LifecycleRow, "stale_since">): boolean {
  return row.stale_since !== null && takesMarks(row) && !isProcessing(row.lifecycle_state);
}

/** What a worker has to do about a resource that nothing blocks. */
export type DueStep = "nothing" | "delete" | "hand over" | "decide";

/**
 * @param row with the event whose handler has to end first: it was cancelled, or of an earlier resource of this name. Its
 *   end has this looked at again.
 */
export function dueStep(
  row: Pick<LifecycleRow, "lifecycle_state" | "pending_event_id" | "deleting_since" | "stale_since"> & {
    ending_event_id: string | null;
  },
): DueStep {
  if (row.ending_event_id !== null) return "nothing";
  if (awaitsHandOver(row)) return row.deleting_since === null ? "hand over" : "delete";
  return isToBeDecided(row) ? "decide" : "nothing";
}

/** It failed an attempt and waits for the next. */
export function isBetweenAttempts(row: Pick<LifecycleRow, "lifecycle_state" | "error">): boolean {
  return isPending(row.lifecycle_state) && row.error !== null;
}
