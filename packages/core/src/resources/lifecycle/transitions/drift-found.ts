import { type DriftStatus, isFinding } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { SYSTEM_ACTOR_JSON } from "../states/actor.ts";
import { type Change, historyEntry } from "../states/transition.ts";

/**
 * A check found something else than the one before. Its state stays as it is. That it is in sync is no news of what nobody has looked
 * at before, and the history does not tell it.
 * @param changes JSON of what differs, as a history shows it
 */
export function driftFound(
  row: Pick<ResourceRow, "key" | "drift" | "lifecycle_state" | "generation">,
  drift: DriftStatus,
  changes: readonly object[],
): Change {
  const { lifecycle_state: state, generation } = row;
  const word = row.drift === drift ? [] : [{ path: "drift", before: row.drift, after: drift }];
  const by = { actor: SYSTEM_ACTOR_JSON, correlationId: row.key, changeId: null };
  const places = { eventType: "DRIFT", fromState: state, toState: state, generation, eventId: null };
  const history = [historyEntry(by, places, { changes: JSON.stringify([...word, ...changes]) })];
  return { patch: { drift }, effects: isFinding(drift) || isFinding(row.drift) ? { history } : {} };
}
