import type { LifecycleState } from "@pragma/contract";
import type { ResourcePatch } from "@pragma/db/queries";
import { IMPLIED_COLUMNS, type LifecycleRow, STATES } from "./states.ts";

/**
 * The columns to write when a row enters a state: the given ones, and null for each column that must be empty there.
 *
 * Columns that are null already are left out. The error is always written, so that a change is one prepared statement
 * whatever the row held before.
 *
 * @param row as it is now, as far as it is known; undefined for a new one
 */
export function enter(
  row: Partial<LifecycleRow> | undefined,
  state: LifecycleState,
  given: ResourcePatch = {},
): ResourcePatch {
  const patch: ResourcePatch = { lifecycle_state: state, ...given };
  const rule = STATES[state];
  if (rule.error === "none") Object.assign(patch, { error: null, error_facts: null });
  for (const column of IMPLIED_COLUMNS) {
    if (rule[column] === "none" && (row?.[column] ?? null) !== null) patch[column] = null;
  }
  return patch;
}

/** The columns of a resource that waits for a newly requested event: an earlier failure no longer counts. */
export function queue(row: Partial<LifecycleRow> | undefined, eventId: string): ResourcePatch {
  return enter(row, "pending", { pending_event_id: eventId, error: null, error_facts: null });
}
