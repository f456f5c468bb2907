import { isProcessing } from "@pragma/contract";
import type { DeletionStart, GoingRow } from "@pragma/db/queries";
import { DomainError } from "../../../foundation/common/errors.ts";
import { queue } from "../states/enter.ts";
import { type AuditedBy, historyEntry, superseded, touchedBy } from "../states/transition.ts";

/** Why a resource cannot be deleted while its provider is processing it. */
export function notDeletable(row: Pick<GoingRow, "id" | "lifecycle_state">): DomainError {
  return new DomainError("not_deletable", `${row.id} is processing: wait until it is settled, or cancel it`, {
    resource_id: row.id,
    current_state: row.lifecycle_state,
  });
}

/**
 * Queues a resource for deletion by its provider. Earlier events are superseded, and changes of its inputs no longer
 * matter. There may be thousands of resources, so values stay in the database: the event takes `previous_config`, and
 * the deletions to wake, from the row.
 *
 * @param row not being deleted already
 * @throws DomainError not_deletable
 */
export function startDeletion(row: GoingRow, { by, newEventId }: { by: AuditedBy; newEventId: string }): DeletionStart {
  if (isProcessing(row.lifecycle_state)) throw notDeletable(row);
  const { generation, lifecycle_state: fromState } = row;
  const places = { eventType: "DELETE", fromState, toState: "pending", generation, eventId: newEventId };
  return {
    // By the database's clock; a restarted deletion keeps its time.
    patch: {
      ...queue(row, newEventId),
      stale_since: null,
      deleting_since: row.deleting_since ?? "now",
      ...touchedBy(row, by),
    },
    effects: {
      history: [historyEntry(by, places)],
      audit: by.audit,
      newEvent: {
        id: newEventId,
        eventType: "DELETE",
        generation,
        correlationId: by.correlationId,
        actor: by.actor,
        traceparent: by.traceparent,
        changeId: by.changeId,
      },
      reconcileAt: "now",
      ...superseded(row),
    },
  };
}
