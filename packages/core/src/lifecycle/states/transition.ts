import type { AuditRecord, Effects, HistoryEntry, ResourcePatch } from "@pragma/db/queries";

/** A step in a resource's life, decided but not yet written. */
export interface Change {
  /** The columns that change. */
  patch: ResourcePatch;
  /** What else is written with it, and who is woken. */
  effects: Effects;
  /** The event whose handler is aborted if it is running. */
  aborts?: string;
}

/** The last step: the row is removed. */
export interface Removal {
  patch: null;
  effects: Effects;
}

export type Transition = Change | Removal;

/** Who is behind a transition. */
export interface By {
  /** JSON of who did it. */
  actor: string;
  correlationId: string;
  /** What it is part of, as a `traceparent` header; null if that is not a trace. */
  traceparent: string | null;
  /** The change that it is part of; null if there is none. */
  changeId: string | null;
}

/** `By` for an actor whose action is audited. */
export interface AuditedBy extends By {
  audit: AuditRecord;
}

type HistoryPlaces = Pick<HistoryEntry, "eventType" | "fromState" | "toState" | "generation" | "eventId">;

/** One line of a resource's history. */
export function historyEntry(
  { actor, correlationId, changeId }: Pick<By, "actor" | "correlationId" | "changeId">,
  places: HistoryPlaces,
  more: Pick<HistoryEntry, "error" | "changes"> = {},
): HistoryEntry {
  return { ...places, ...more, actor, correlationId, changeId };
}

/** Settles the awaited event: another replaces it, or none does. */
export function superseded(row: { pending_event_id: string | null }): Pick<Effects, "event"> {
  return row.pending_event_id === null ? {} : { event: { id: row.pending_event_id, settled: true } };
}

/** The columns and effects of a step that is part of a change, or takes a resource over from one. */
export function takenBy(
  row: { change_id: string | null } | undefined,
  { changeId }: Pick<By, "changeId">,
): { patch: Pick<ResourcePatch, "change_id">; effects: Pick<Effects, "action"> } {
  const before = row?.change_id ?? null;
  return {
    patch: changeId === null || changeId === before ? {} : { change_id: changeId },
    effects: before === null || before === changeId ? {} : { action: { changeId: before, state: "superseded" } },
  };
}

/** What the provider is asked to do, depending on whether the object exists. */
export function applyEventType(row: { provisioned: boolean } | undefined): "CREATE" | "UPDATE" {
  return row?.provisioned ? "UPDATE" : "CREATE";
}
