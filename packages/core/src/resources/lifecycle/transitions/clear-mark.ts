import type { Effects, ReconcileRow } from "@pragma/db/queries";
import { SYSTEM_ACTOR_JSON } from "../states/actor.ts";
import { type Change, historyEntry } from "../states/transition.ts";

/** The values that a resource uses did not change: it is no longer stale, and needs no event. */
export function clearMark(row: ReconcileRow): Change {
  const { lifecycle_state: state, generation, pending_event_id: eventId, mark_change_id: changeId } = row;
  const by = { actor: SYSTEM_ACTOR_JSON, correlationId: row.event_correlation_id ?? row.key, changeId };
  const places = { eventType: "UNCHANGED", fromState: state, toState: state, generation, eventId };
  const effects: Effects = {
    wakeDependents: true,
    history: [historyEntry(by, places)],
    action: { marked: true, markedBy: changeId, state: "checked" },
  };
  return { patch: { stale_since: null }, effects };
}
