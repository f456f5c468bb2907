import { isRetryable, type OutboxEvent } from "@pragma/contract";
import {
  deleteDeadLetter,
  findDeadLetter,
  findEvent,
  findResource,
  lockGraph,
  lockResource,
  type ResourceRow,
  resetEvent,
  updateResource,
} from "@pragma/db/queries";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { DomainError, notFound } from "../errors.ts";
import { auditRecord } from "../resources/actor.ts";
import { checkDeletion } from "../resources/check-deletion.ts";
import { lockDeletionSet } from "../resources/deletion-set.ts";
import { ConcurrentChange } from "../resources/retry-on-conflict.ts";
import { startDeletions } from "../resources/start-deletions.ts";
import { unitOfWork } from "../unit-of-work.ts";
import { presentOutboxEvent } from "./present-dead-letter.ts";

/**
 * Tries a failed event again: it keeps its id, gets all its attempts back, and the config that is wanted now is
 * resolved anew. Where the resource is to be deleted, that is done.
 * @throws DomainError not_found if the dead letter or its resource is gone, not_retryable if it is not failed any more,
 *   and what a deletion is refused with
 */
export function retryDeadLetter(core: Core, context: RequestContext, eventId: string): Promise<OutboxEvent> {
  return unitOfWork(core, async (unit) => {
    const event = await retryLocked(unit, context, eventId);
    unit.db.afterCommit(() => core.wakeUp.changed());
    return event;
  });
}

async function retryLocked(core: Core, context: RequestContext, eventId: string): Promise<OutboxEvent> {
  const tenant = core.db.tenant(context.organizationId);
  const letter = await findDeadLetter(tenant, eventId);
  if (!letter) throw notFound("Dead letter");
  const seen = await findResource(tenant, letter.resource_key);
  if (!seen) throw notFound(`The resource ${letter.resource_key} of the dead letter`);
  const row =
    seen.deleting_since === null ? await lockRetryable(core, context, seen) : await lockDeletion(core, context, seen);
  const eventType = nextEventType(row);
  // What comes of it is the doing of whoever retries it.
  const actor = JSON.stringify(context.actor);
  const { generation, applied_config: previousConfig } = row;
  await resetEvent(tenant, eventId, { eventType, generation, previousConfig, actor });
  await deleteDeadLetter(tenant, eventId);
  const saved = await updateResource(
    tenant,
    row.key,
    { version: row.version },
    { lifecycle_state: "pending", pending_event_id: eventId, error: null, error_facts: null },
    {
      history: [
        {
          eventType: "RETRY",
          fromState: row.lifecycle_state,
          toState: "pending",
          generation: row.generation,
          actor,
          correlationId: context.correlationId,
          eventId,
        },
      ],
      audit: auditRecord(context, "dead_letter.retry", row.id, { event_id: eventId }),
      reconcileAt: "now",
      ...(eventType === "DELETE" && row.running_dependencies !== null
        ? { wakeDeletions: row.running_dependencies }
        : {}),
    },
  );
  if (!saved) throw new ConcurrentChange();
  const event = await findEvent(tenant, eventId);
  if (!event) throw notFound("Event");
  return presentOutboxEvent(event, saved.config);
}

async function lockRetryable(core: Core, context: RequestContext, seen: ResourceRow): Promise<ResourceRow> {
  const row = await lockResource(core.db.tenant(context.organizationId), seen.key);
  if (!row || row.deleting_since !== null) throw new ConcurrentChange();
  checkRetryable(row);
  return row;
}

/**
 * A deletion is held against the graph of now, as one that is asked for anew would be, and takes along what would go
 * with the resource by now.
 */
async function lockDeletion(core: Core, context: RequestContext, seen: ResourceRow): Promise<ResourceRow> {
  const tenant = core.db.tenant(context.organizationId);
  await lockGraph(tenant);
  const set = await lockDeletionSet(tenant, [seen.key], { whole: [seen.key] });
  const row = set.whole.get(seen.key);
  if (!row || row.deleting_since === null) throw new ConcurrentChange();
  checkRetryable(row);
  await checkDeletion(tenant, set, { of: row.id, resource: row });
  await startDeletions(
    core,
    context,
    [...set.members.values()].filter((member) => member.key !== row.key),
  );
  return row;
}

function checkRetryable(row: ResourceRow): void {
  if (isRetryable(row.lifecycle_state)) return;
  throw new DomainError("not_retryable", `${row.id} is ${row.lifecycle_state}, not failed`, {
    resource_id: row.id,
    current_state: row.lifecycle_state,
    target_state: "pending",
  });
}

function nextEventType(row: ResourceRow): "CREATE" | "UPDATE" | "DELETE" {
  if (row.deleting_since !== null) return "DELETE";
  return row.provisioned ? "UPDATE" : "CREATE";
}
