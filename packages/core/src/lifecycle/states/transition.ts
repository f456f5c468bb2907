import type { AuditRecord, Effects, HistoryEntry, ResourcePatch } from "@pragma/db/queries";

/** A step in the life of a resource, decided and not yet written. */
export interface Change {
  /** The columns that change. */
  patch: ResourcePatch;
  /** What is written with them, and who is woken. */
  effects: Effects;
  /** The event whose handler is aborted, should one be running. */
  aborts?: string;
}

/** The last step: the row goes. */
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
}

/** `By` of somebody whose doing is audited. */
export interface AuditedBy extends By {
  audit: AuditRecord;
}

type HistoryPlaces = Pick<HistoryEntry, "eventType" | "fromState" | "toState" | "generation" | "eventId">;

/** One line of a resource's history. */
export function historyEntry(
  { actor, correlationId }: By,
  places: HistoryPlaces,
  more: Pick<HistoryEntry, "error" | "changes"> = {},
): HistoryEntry {
  return { ...places, ...more, actor, correlationId };
}

/** The event that a resource awaits is over: another takes its place, or none. */
export function superseded(row: { pending_event_id: string | null }): Pick<Effects, "event"> {
  return row.pending_event_id === null ? {} : { event: { id: row.pending_event_id, settled: true } };
}

/** What a provider is asked for: the object is there already, or it is not. */
export function applyEventType(row: { provisioned: boolean } | undefined): "CREATE" | "UPDATE" {
  return row?.provisioned ? "UPDATE" : "CREATE";
}
