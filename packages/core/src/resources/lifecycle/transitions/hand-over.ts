import { isPending } from "@pragma/contract";
import type { Effects, HistoryEntry, Lease, ReconcileRow } from "@pragma/db/queries";
import { SYSTEM_ACTOR_JSON } from "../states/actor.ts";
import { enter } from "../states/enter.ts";
import { isMarked } from "../states/standing.ts";
import { applyEventType, type By, type Change, historyEntry, mayHaveMade, superseded } from "../states/transition.ts";

/** One attempt of a provider at a resource. */
export interface Attempt extends By {
  eventId: string;
  eventType: "CREATE" | "UPDATE" | "DELETE";
  generation: number;
  /** From 1. */
  attempt: number;
  /** JSON of the last config that succeeded; null if none did. */
  previousConfig: string | null;
  /** The real thing is read first, and created if it is gone. */
  repairs: boolean;
  /** It deletes the old thing; the same event then creates a new one. */
  replaces: boolean;
}

/** The next attempt at the event that the resource awaits. */
export function nextAttempt(row: ReconcileRow): Attempt {
  const eventId = row.pending_event_id as string;
  return {
    ...behind(row, eventId),
    eventId,
    eventType: row.event_type ?? applyEventType(row),
    generation: row.event_generation ?? row.generation,
    attempt: (row.event_attempt ?? 0) + 1,
    previousConfig: row.event_previous_config,
    repairs: row.event_repairs || row.repair,
    replaces: stillDeletes(row),
  };
}

/**
 * The first attempt at a new event, caused by a changed input. It is part of no trace: what changed the input may have
 * many such effects, much later.
 */
export function firstAttempt(row: ReconcileRow, newEventId: string): Attempt {
  return {
    ...behind(row, newEventId),
    changeId: row.mark_change_id ?? row.event_change_id,
    traceparent: null,
    eventId: newEventId,
    eventType: applyEventType(row),
    generation: row.generation,
    attempt: 1,
    // The event whose place it takes may have told what was found.
    previousConfig: row.event_previous_config ?? row.applied_config,
    repairs: row.event_repairs || row.repair,
    // With another config it is decided again, whether it must and may be replaced.
    replaces: false,
  };
}

/** The event of a row has yet to delete the old thing. As a CREATE it has done so. */
export function stillDeletes({
  event_replaces,
  event_type,
}: Pick<ReconcileRow, "event_replaces" | "event_type">): boolean {
  return event_replaces && event_type === "UPDATE";
}

/** The originator of a worker's step: the actor behind the event, or the one who made the resource stale. */
export function behind(row: ReconcileRow, eventId: string): By {
  return {
    actor: row.event_actor ?? SYSTEM_ACTOR_JSON,
    correlationId: row.event_correlation_id ?? eventId,
    traceparent: row.event_traceparent,
    changeId: row.event_change_id ?? row.mark_change_id,
  };
}

/** Differences in a config because of a changed input; both are JSON. */
export interface ChangedInputs {
  /** By its history. */
  told: string;
  /** By its actions that follow, in place of what was planned. */
  followed: string;
}

/**
 * Gives a resource's event to a worker, which hands it to the provider. An attempt that replaces deletes the old thing: whatever comes of
 * that, the next update looks first.
 * @param payload JSON of the resolved config
 * @param inputs what differs in it, if a changed input is why it is handed over
 */
export function handOver(
  row: ReconcileRow,
  attempt: Attempt,
  { payload, lease, inputs }: { payload: string; lease: Lease; inputs?: ChangedInputs | undefined },
): Change {
  const { eventId, eventType, generation } = attempt;
  const { replaces } = attempt;
  const patch = enter(row, "processing", {
    pending_event_id: eventId,
    ...(replaces ? {} : { resolved_config: payload, handed_config: payload }),
    ...(replaces === row.repair ? {} : { repair: replaces }),
    ...(isMarked(row) ? { stale_since: null } : {}),
  });
  const places = { eventType, generation, eventId };
  const history = [
    ...(isPending(row.lifecycle_state)
      ? []
      : [historyEntry(attempt, { ...places, fromState: row.lifecycle_state, toState: "pending" })]),
    historyEntry(attempt, { ...places, fromState: "pending", toState: "processing" }),
  ];
  if (inputs !== undefined) Object.assign(history[0] as HistoryEntry, { changes: inputs.told });
  const effects: Effects = { history, takeLease: lease };
  if (eventId === row.pending_event_id) {
    const fresh = row.event_payload === payload ? {} : { payload };
    // It is handed over with current values: that decides the mark.
    if (isMarked(row))
      effects.action = { marked: true, markedBy: row.mark_change_id, carriedBy: eventId, state: "open" };
    return { patch, effects: { ...effects, event: { ...handedOver(row, attempt), ...fresh } } };
  }
  const { attempt: _, eventId: id, ...event } = attempt;
  effects.newEvent = { ...event, id, mayExist: mayHaveMade(row), claimed: { payload } };
  // It carries out what they wait for: they share it.
  effects.action = {
    eventId: row.pending_event_id,
    marked: true,
    markedBy: row.mark_change_id,
    carriedBy: eventId,
    state: "open",
    ...(inputs && { followed: inputs.followed }),
  };
  return { patch, effects: { ...effects, ...superseded(row) } };
}

/** `handOver` for a deletion, with the config that its provider received last. */
export function handOverDeletion(row: ReconcileRow, attempt: Attempt, lease: Lease): Change {
  return { patch: enter(row, "processing"), effects: { ...deletionHandedOver(row, attempt), takeLease: lease } };
}

/** The writes of a deletion's hand-over, whoever carries it out. */
export function deletionHandedOver(
  row: ReconcileRow,
  attempt: Attempt,
): { history: [HistoryEntry]; event: NonNullable<Effects["event"]> } {
  const { eventId, eventType, generation } = attempt;
  const places = { eventType, generation, eventId, fromState: "pending", toState: "processing" };
  return {
    history: [historyEntry(attempt, places)],
    event: { ...handedOver(row, attempt), ...(row.handed_config === null ? {} : { payload: row.handed_config }) },
  };
}

function handedOver(row: ReconcileRow, attempt: Attempt): NonNullable<Effects["event"]> {
  return {
    id: attempt.eventId,
    attempt: attempt.attempt,
    notBefore: null,
    published: true,
    ...(attempt.repairs && !row.event_repairs && { repairs: true }),
    ...(attempt.replaces && !row.event_replaces && { replaces: true }),
  };
}
