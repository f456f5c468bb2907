import type { ReconcileRow } from "@pragma/db/queries";
import { SYSTEM_ACTOR_JSON } from "../states/actor.ts";
import { type Change, historyEntry } from "../states/transition.ts";

/** The values that a resource uses did not change: it is no longer stale, and needs no event. */
export function clearMark(row: ReconcileRow): Change {
  const { lifecycle_state: state, generation, pending_event_id: eventId } = row;
  const by = { actor: SYSTEM_ACTOR_JSON, correlationId: row.event_correlation_id ?? row.key };
  const places = { eventType: "UNCHANGED", fromState: state, toState: state, generation, eventId };
  return { patch: { stale_since: null }, effects: { wakeDependents: true, history: [historyEntry(by, places)] } };
}
