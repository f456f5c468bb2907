import { isCancellable } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { DomainError } from "../../../foundation/common/errors.ts";
import { enter } from "../states/enter.ts";
import { isMarked } from "../states/standing.ts";
import type { LifecycleRow } from "../states/states.ts";
import { type AuditedBy, type By, type Change, historyEntry, superseded } from "../states/transition.ts";

/**
 * Ends what is under way: the event's later result is ignored and leaves no dead letter. The lease stays until its
 * handler has ended (docs/adr/0021).
 * @param error says who cancelled it
 * @param eventType END if the change that it is part of was ended
 * @throws DomainError not_cancellable
 */
export function cancel(
  row: LifecycleRow & Pick<ResourceRow, "id">,
  { by, error, eventType = "CANCEL" }: { by: By & Partial<AuditedBy>; error: string; eventType?: "CANCEL" | "END" },
): Change {
  const { lifecycle_state: state, pending_event_id: eventId, generation } = row;
  if (!isCancellable(state)) {
    throw new DomainError("not_cancellable", `${row.id} is ${state}: there is nothing to cancel`, {
      resource_id: row.id,
      current_state: state,
      target_state: "failed",
    });
  }
  const patch = enter(row, "failed", {
    error,
    error_facts: null,
    observed_generation: generation,
    // Otherwise a changed input would start it again.
    stale_since: null,
  });
  const places = { eventType, fromState: state, toState: "failed", generation, eventId };
  return {
    patch,
    effects: {
      history: [historyEntry(by, places, { error })],
      ...(by.audit ? { audit: by.audit } : {}),
      ...superseded(row),
      action: { eventId, marked: isMarked(row), state: "failed", error },
    },
    ...(eventId === null ? {} : { aborts: eventId }),
  };
}
