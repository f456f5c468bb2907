import { isFailed, isInFlight, isPending, isReady } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { DomainError } from "../../../foundation/common/errors.ts";
import { hasFailedDeletion, isLeaving } from "../states/standing.ts";
import { applyEventType } from "../states/transition.ts";

/**
 * The effect of an apply on a resource. `metadata` saves only what is kept beside the config, and may save nothing; `record` saves
 * a config that differs only where that is ignored, and sends nothing.
 */
export type ApplyVerdict =
  | { kind: "metadata" }
  | { kind: "record" }
  | { kind: "stage" }
  | { kind: "queue"; eventType: "CREATE" | "UPDATE"; withdrawsDeletion: boolean };

export interface ApplyConditions {
  again?: boolean;
  replaces?: boolean;
  ignored?: boolean;
  handles?: boolean;
}

type Standing = Pick<ResourceRow, "id" | "lifecycle_state" | "provisioned" | "deleting_since">;

/**
 * The table of section 4 of the contract: what an apply means for a resource in its present state.
 * @param existing undefined if it does not exist
 * @param asksPending `lifecycle_state: "pending"`; otherwise draft or omitted
 * @param changed config or dependencies differ
 * @param options.again also processes a ready resource that stays as it is
 * @param options.replaces what waits may be replaced: no provider has it in hand
 * @param options.ignored what differs is ignored (`handling.ignore`)
 * @param options.handles it is handled otherwise, and that is all: that may change also while its deletion waits
 * @throws DomainError change_in_flight, deletion_in_progress
 */
export function decideApply(
  existing: Standing | undefined,
  asksPending: boolean,
  changed: boolean,
  { again = false, replaces = false, ignored = false, handles = false }: ApplyConditions = {},
): ApplyVerdict {
  if (!existing) return asksPending ? queueing(existing) : { kind: "stage" };
  const state = existing.lifecycle_state;
  if (isLeaving(existing)) {
    if (hasFailedDeletion(existing) && asksPending) return queueing(existing, true);
    if (handles && !changed) return { kind: "metadata" };
    throw deletionInProgress(existing);
  }
  if (isInFlight(state)) {
    if (!changed) return { kind: "metadata" };
    if (!replaces || !isPending(state)) throw changeInFlight(existing, asksPending);
    return asksPending ? queueing(existing) : { kind: "stage" };
  }
  if (asksPending && ignored && isReady(state) && !again) return { kind: "record" };
  if (asksPending && (again || changed || !isReady(state))) return queueing(existing);
  return changed ? { kind: "stage" } : { kind: "metadata" };
}

function queueing(existing: Standing | undefined, withdrawsDeletion = false): ApplyVerdict {
  return { kind: "queue", eventType: applyEventType(existing), withdrawsDeletion };
}

function deletionInProgress(existing: Standing): DomainError {
  return new DomainError(
    "deletion_in_progress",
    isFailed(existing.lifecycle_state)
      ? `The deletion of ${existing.id} failed; apply it as pending to keep it, or delete it again`
      : `${existing.id} is being deleted; apply it again once it is gone`,
    { resource_id: existing.id, current_state: existing.lifecycle_state },
  );
}

function changeInFlight(existing: Standing, asksPending: boolean): DomainError {
  return new DomainError(
    "change_in_flight",
    `${existing.id} is ${existing.lifecycle_state}: its config cannot change until it is ready or failed`,
    {
      resource_id: existing.id,
      current_state: existing.lifecycle_state,
      target_state: asksPending ? "pending" : "draft",
    },
  );
}
