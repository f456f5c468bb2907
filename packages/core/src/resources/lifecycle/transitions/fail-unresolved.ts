import type { Effects, ReconcileRow } from "@pragma/db/queries";
import { enter } from "../states/enter.ts";
import { isMarked } from "../states/standing.ts";
import { applyEventType, type Change, historyEntry } from "../states/transition.ts";
import { behind } from "./hand-over.ts";

export interface UnresolvedFacts {
  /** Id of the event that fails, if the resource awaits none. */
  newEventId: string;
  error: string;
  /** JSON. */
  errorFacts: string;
}

/** A value that it needs is missing or does not fit: only its author can fix that, so it fails without an attempt. */
export function failUnresolved(row: ReconcileRow, { newEventId, error, errorFacts }: UnresolvedFacts): Change {
  const { generation, lifecycle_state: fromState } = row;
  const eventId = row.pending_event_id ?? newEventId;
  const eventType = applyEventType(row);
  const by = behind(row, eventId);
  const effects: Effects = {
    history: [historyEntry(by, { eventType, fromState, toState: "failed", generation, eventId }, { error })],
    deadLetter: {
      eventId,
      eventType,
      payload: row.config,
      error,
      attempts: row.event_attempt ?? 0,
      correlationId: by.correlationId,
      changeId: by.changeId,
    },
  };
  // A retry of the event reopens them all.
  effects.action = {
    eventId: row.pending_event_id,
    marked: isMarked(row),
    markedBy: row.mark_change_id,
    carriedBy: eventId,
    state: "failed",
    error,
  };
  if (row.pending_event_id !== null) effects.event = { id: eventId, settled: true };
  else
    effects.newEvent = {
      ...by,
      id: eventId,
      eventType,
      generation,
      previousConfig: row.applied_config,
      repairs: row.event_repairs,
      settled: true,
    };
  return {
    patch: enter(row, "failed", {
      error,
      error_facts: errorFacts,
      observed_generation: generation,
      ...(isMarked(row) ? { stale_since: null } : {}),
    }),
    effects,
  };
}
