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

/** Its deletion was asked for and not withdrawn: it waits, is under way, or has failed. */
export function isLeaving<Row extends Pick<LifecycleRow, "deleting_since">>(
  row: Row,
): row is Row & { deleting_since: string } {
  return row.deleting_since !== null;
}

/** A deletion is under way. A failed one is not: it may be started again, or withdrawn. */
export function isBeingDeleted(row: Leaving): boolean {
  return isLeaving(row) && !isFailed(row.lifecycle_state);
}

/** Its deletion failed, and was neither restarted nor withdrawn. */
export function hasFailedDeletion(row: Leaving): boolean {
  return isLeaving(row) && isFailed(row.lifecycle_state);
}

/** It is marked stale: a value that it uses may have changed. */
export function isMarked<Row extends Pick<LifecycleRow, "stale_since">>(
  row: Row,
): row is Row & { stale_since: string } {
  return row.stale_since !== null;
}

/** A changed value of a dependency marks it stale. */
export function takesMarks(row: Leaving): boolean {
  return !ignoresInputs(row.lifecycle_state) && !isLeaving(row);
}

/** A dependency as its dependents see it; `state` is null if it does not exist. */
export interface Standing {
  state: LifecycleState | null;
  provisioned: boolean | null;
  stale: boolean | null;
  /** It is paused, and stays (`isHeld`). */
  held: boolean | null;
}

/** It is paused, and stays: its dependents keep its last values, whatever is to become of it. */
export function isHeld({ paused, deleting_since }: { paused: boolean; deleting_since: string | null }): boolean {
  return paused && deleting_since === null;
}

/** Whether dependents must wait: it does not exist, is not ready, or is about to be decided itself. */
export function blocksDependents({ state, provisioned, stale, held }: Standing): boolean {
  if (state === null) return true;
  if (held === true && provisioned === true && isPending(state)) return false;
  if (!satisfiesDependents(state, provisioned === true)) return true;
  return isReady(state) && stale === true && held !== true;
}

/** It awaits an event that has yet to be handed over. */
export function awaitsHandOver(row: Pick<LifecycleRow, "lifecycle_state" | "pending_event_id">): boolean {
  return isPending(row.lifecycle_state) && row.pending_event_id !== null;
}

/** It is marked stale, and is decided next, once nothing blocks it. */
export function isToBeDecided(row: Leaving & Pick<LifecycleRow, "stale_since">): boolean {
  return isMarked(row) && takesMarks(row) && !isProcessing(row.lifecycle_state);
}

/** The worker's next step for a resource that nothing blocks. */
export type DueStep = "nothing" | "delete" | "hand over" | "decide" | "pass on";

/**
 * @param row with the event whose handler has to end first: a cancelled one, or one of an earlier resource of this
 *   name. When it ends, the resource is looked at again, and so it is when what is paused is resumed. What uses its last values
 *   until then is looked at in its place: it may have waited until this one was paused, or queued.
 */
export function dueStep(
  row: Pick<LifecycleRow, "lifecycle_state" | "pending_event_id" | "deleting_since" | "stale_since"> & {
    ending_event_id: string | null;
    paused: boolean;
  },
): DueStep {
  if (row.ending_event_id !== null) return "nothing";
  if (row.paused) return isHeld(row) && (awaitsHandOver(row) || isToBeDecided(row)) ? "pass on" : "nothing";
  if (awaitsHandOver(row)) return isLeaving(row) ? "delete" : "hand over";
  return isToBeDecided(row) ? "decide" : "nothing";
}
