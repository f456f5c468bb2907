import { isBetweenAttempts } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { notRetryable } from "../states/not-retryable.ts";
import type { LifecycleRow } from "../states/states.ts";
import { type AuditedBy, type Change, historyEntry } from "../states/transition.ts";

/**
 * Starts the next attempt now instead of after its delay. It counts as it would have then.
 * @throws DomainError not_retryable unless the resource waits for its next attempt
 */
export function hurry(row: LifecycleRow & Pick<ResourceRow, "id">, { by }: { by: AuditedBy }): Change {
  const { lifecycle_state: state, pending_event_id: eventId, generation, error } = row;
  if (!isBetweenAttempts(state, error) || eventId === null) throw notRetryable(row);
  const places = { eventType: "RETRY", fromState: state, toState: state, generation, eventId };
  return {
    patch: {},
    effects: {
      history: [historyEntry(by, places)],
      audit: by.audit,
      event: { id: eventId, notBefore: null },
      reconcileAt: "now",
    },
  };
}
