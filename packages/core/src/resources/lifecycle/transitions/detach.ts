import { isDraft, isProcessing } from "@pragma/contract";
import type { Effects, ResourcePatch, ResourceRow } from "@pragma/db/queries";
import { DomainError } from "../../../foundation/common/errors.ts";
import { queue } from "../states/enter.ts";
import { isLeaving } from "../states/standing.ts";
import type { LifecycleRow } from "../states/states.ts";
import {
  type AuditedBy,
  applyEventType,
  type Change,
  historyEntry,
  repairsAsBefore,
  superseded,
  takesOver,
  touchedBy,
} from "../states/transition.ts";

type Row = Pick<ResourceRow, "lifecycle_state" | "deleting_since">;

/** Detaching sends a dependent through an update, unless it is a draft or its own deletion failed. */
export function staysWhenDetached(row: Row): boolean {
  return isDraft(row.lifecycle_state) || isLeaving(row);
}

/** @throws DomainError not_deletable while its provider is processing it */
export function checkDetachable(row: Pick<ResourceRow, "id" | "lifecycle_state">): void {
  if (!isProcessing(row.lifecycle_state)) return;
  throw new DomainError("not_deletable", `${row.id} is processing and cannot be detached now`, {
    resource_id: row.id,
    current_state: row.lifecycle_state,
  });
}

export interface DetachFacts {
  by: AuditedBy;
  /** Config and dependencies without the detached resources, and their generation. */
  content: ResourcePatch & { generation: number };
  /** JSON of the differences, for the history. */
  changes: string;
  newEventId: string;
}

/**
 * Makes a dependent independent of resources being deleted. Their deletion waits for its update.
 * @throws DomainError not_deletable
 */
export function detach(
  row: LifecycleRow & Pick<ResourceRow, "id" | "change_id">,
  { by, content, changes, newEventId }: DetachFacts,
): Change {
  checkDetachable(row);
  const stays = staysWhenDetached(row);
  const { generation } = content;
  const state = stays ? {} : queue(row, newEventId);
  const effects: Effects = {
    history: [
      historyEntry(
        by,
        {
          eventType: "UPDATE",
          fromState: row.lifecycle_state,
          toState: state.lifecycle_state ?? row.lifecycle_state,
          generation,
          eventId: stays ? null : newEventId,
        },
        { changes },
      ),
    ],
    audit: by.audit,
  };
  // A draft that waits for the former config may refer to what goes.
  const written = row.next_draft === null ? content : { ...content, next_draft: null };
  if (stays) return { patch: { ...written, ...touchedBy(row, by) }, effects };
  effects.reconcileAt = "now";
  effects.newEvent = {
    id: newEventId,
    eventType: applyEventType(row),
    generation,
    previousConfig: row.applied_config,
    correlationId: by.correlationId,
    actor: by.actor,
    traceparent: by.traceparent,
    changeId: by.changeId,
    repairs: repairsAsBefore(row),
  };
  return {
    patch: { ...written, ...state, ...touchedBy(row, by) },
    effects: { ...effects, ...superseded(row), ...takesOver(row, by) },
  };
}
