import type { AuditRecord, Effects, ResourceRow } from "@pragma/db/queries";
import { type By, historyEntry, type Removal, superseded } from "../states/transition.ts";

type Row = Pick<ResourceRow, "lifecycle_state" | "generation" | "pending_event_id">;

/**
 * Removes a resource that no provider ever saw, or that is forgotten without asking its provider. Its edges, logs,
 * files and dead letters go with the row.
 * @param eventId of the deletion, if it has one
 */
export function remove(row: Row, by: By & { audit?: AuditRecord }, eventId: string | null = null): Removal {
  const { generation, lifecycle_state: fromState } = row;
  return {
    patch: null,
    effects: {
      history: [historyEntry(by, { eventType: "DELETE", fromState, toState: null, generation, eventId })],
      ...(by.audit ? { audit: by.audit } : {}),
      ...superseded(row),
      action: actionOf(row, by, eventId),
    },
  };
}

/** A deletion has succeeded; anything else takes the resource over. */
function actionOf(row: Row, by: By, eventId: string | null): NonNullable<Effects["action"]> {
  if (eventId !== null) return { eventId, state: "succeeded" };
  return { eventId: row.pending_event_id, marked: true, except: by.changeId, state: "superseded" };
}
