import { isRetryable, type OutboxEvent } from "@pragma/contract";
import {
  deleteDeadLetter,
  findDeadLetter,
  findEvent,
  lockResource,
  type ResourceRow,
  resetEvent,
  updateResource,
} from "@pragma/db/queries";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { DomainError, notFound } from "../errors.ts";
import { auditRecord } from "../resources/actor.ts";
import { ConcurrentChange, retryOnConflict } from "../resources/retry-on-conflict.ts";
import { presentOutboxEvent } from "./present-dead-letter.ts";

/**
 * Tries a failed event again: it keeps its id, gets all its attempts back, and the config that is wanted now is
 * resolved anew.
 * @throws DomainError not_found if the dead letter or its resource is gone, not_retryable if it is not failed any more
 */
export function retryDeadLetter(core: Core, context: RequestContext, eventId: string): Promise<OutboxEvent> {
  return retryOnConflict(() =>
    core.db.transaction(async (db) => {
      const event = await retryLocked({ ...core, db }, context, eventId);
      db.afterCommit(() => core.wakeUp.changed());
      return event;
    }),
  );
}

async function retryLocked(core: Core, context: RequestContext, eventId: string): Promise<OutboxEvent> {
  const tenant = core.db.tenant(context.organizationId);
  const letter = await findDeadLetter(tenant, eventId);
  if (!letter) throw notFound("Dead letter");
  const row = await lockResource(tenant, letter.resource_key);
  if (!row) throw notFound(`The resource ${letter.resource_key} of the dead letter`);
  if (!isRetryable(row.lifecycle_state)) {
    throw new DomainError("not_retryable", `${row.id} is ${row.lifecycle_state}, not failed`, {
      resource_id: row.id,
      current_state: row.lifecycle_state,
      target_state: "pending",
    });
  }
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
    },
  );
  if (!saved) throw new ConcurrentChange();
  const event = await findEvent(tenant, eventId);
  if (!event) throw notFound("Event");
  return presentOutboxEvent(event, saved.config);
}

function nextEventType(row: ResourceRow): "CREATE" | "UPDATE" | "DELETE" {
  if (row.deleting_since !== null) return "DELETE";
  return row.provisioned ? "UPDATE" : "CREATE";
}
