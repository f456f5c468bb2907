import type { AuditRecord, Effects, GoingRow, ResourceRow } from "@pragma/db/queries";
import { type By, historyEntry, type Removal, superseded, takenBy } from "../states/transition.ts";

type Row = Pick<ResourceRow, "lifecycle_state" | "generation" | "pending_event_id"> & Partial<GoingRow>;

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
      ...actionOf(row, by, eventId),
    },
  };
}

/** A deletion that is part of a change has succeeded; any other takes the resource over. */
function actionOf(row: Row, by: By, eventId: string | null): Pick<Effects, "action"> {
  if (eventId !== null && by.changeId !== null) return { action: { changeId: by.changeId, state: "succeeded" } };
  return takenBy({ change_id: row.change_id ?? null }, by).effects;
}
