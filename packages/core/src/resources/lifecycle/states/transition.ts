import { isFailed, isReady } from "@pragma/contract";
import {
  type AuditRecord,
  type Effects,
  EXISTS_FACT,
  type HistoryEntry,
  type NewEvent,
  type ResourcePatch,
  type ResourceRow,
} from "@pragma/db/queries";
import { isMarked } from "./standing.ts";

/** A step in a resource's life, decided but not yet written. */
export interface Change {
  /** The columns that change. */
  patch: ResourcePatch;
  /** Other writes that go with it, and who is woken. */
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

/** The actor behind a transition. */
export interface By {
  /** JSON of who did it. */
  actor: string;
  correlationId: string;
  /** The trace that it is part of, as a `traceparent` header; null if there is none. */
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

/** The columns of a step that is part of a change. */
export function touchedBy(
  row: { change_id: string | null } | undefined,
  { changeId }: Pick<By, "changeId">,
): Pick<ResourcePatch, "change_id"> {
  return changeId === null || changeId === (row?.change_id ?? null) ? {} : { change_id: changeId };
}

/** Takes a resource over from the changes whose actions await its event, or the decision of its mark. */
export function takesOver(
  row: Pick<ResourceRow, "pending_event_id" | "stale_since"> | undefined,
  { changeId }: Pick<By, "changeId">,
): Pick<Effects, "action"> {
  if (!row || (row.pending_event_id === null && !isMarked(row))) return {};
  return {
    action: { eventId: row.pending_event_id, marked: isMarked(row), except: changeId, state: "superseded" },
  };
}

/** The event for the provider, depending on whether the object exists. */
export function applyEventType(row: { provisioned: boolean } | undefined): "CREATE" | "UPDATE" {
  return row?.provisioned ? "UPDATE" : "CREATE";
}

/** Whether an event that ended in failure may have made the thing. One that was refused because it is there already has not. */
export function mayHaveMade(
  row: Pick<ResourceRow, "lifecycle_state" | "provisioned" | "error_facts"> | undefined,
): boolean {
  if (!row || row.provisioned || !isFailed(row.lifecycle_state)) return false;
  return row.error_facts === null || !(EXISTS_FACT in (JSON.parse(row.error_facts) as object));
}

/** The event's `repairs`: that of the one before it, which a ready resource has behind it, and a CREATE needs not. */
export function repairsAsBefore(
  row: Pick<ResourceRow, "lifecycle_state" | "provisioned"> | undefined,
): NewEvent["repairs"] {
  return row === undefined || !row.provisioned || isReady(row.lifecycle_state) ? false : null;
}
