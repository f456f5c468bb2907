import { isRetryable } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { queue } from "../states/enter.ts";
import { notRetryable } from "../states/not-retryable.ts";
import { isLeaving } from "../states/standing.ts";
import type { LifecycleRow } from "../states/states.ts";
import { type AuditedBy, applyEventType, type Change, historyEntry, mayHaveMade } from "../states/transition.ts";

type Row = LifecycleRow & Pick<ResourceRow, "id">;

/** @throws DomainError not_retryable unless the resource is failed */
export function checkRetryable(row: Pick<Row, "id" | "lifecycle_state">): void {
  if (!isRetryable(row.lifecycle_state)) throw notRetryable(row);
}

/**
 * Retries a failed event for the current config: the event keeps its id, and its dead letter is resolved. If the
 * resource is to be deleted, the event becomes a deletion.
 * @throws DomainError not_retryable
 */
export function retry(row: Row, { by, eventId }: { by: AuditedBy; eventId: string }): Change {
  checkRetryable(row);
  const { generation, lifecycle_state: fromState, running_dependencies: running } = row;
  const deletes = isLeaving(row);
  const places = { eventType: "RETRY", fromState, toState: "pending", generation, eventId };
  return {
    patch: queue(row, eventId),
    effects: {
      history: [historyEntry(by, places)],
      audit: by.audit,
      restartEvent: {
        id: eventId,
        eventType: deletes ? "DELETE" : applyEventType(row),
        generation,
        previousConfig: row.applied_config,
        // The retrying user answers for the result.
        actor: by.actor,
        traceparent: by.traceparent,
        mayExist: mayHaveMade(row),
      },
      resolveDeadLetter: eventId,
      reconcileAt: "now",
      // Deletions of resources that it runs with no longer wait for it.
      ...(deletes && running !== null ? { wakeDeletions: running } : {}),
    },
  };
}
