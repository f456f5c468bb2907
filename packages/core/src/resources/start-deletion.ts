import { isDeletionBlocked, type ResourceRow, removeResource, updateResource } from "@pragma/db/queries";
import { v7 as uuidv7 } from "uuid";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { auditRecord } from "./actor.ts";
import { isBeingDeleted } from "./is-being-deleted.ts";
import { ConcurrentChange } from "./retry-on-conflict.ts";

/** Removes the row of what no provider ever saw, unless it has to wait its turn; otherwise queues its deletion. */
export async function startDeletion(
  core: Core,
  context: RequestContext,
  row: ResourceRow,
): Promise<ResourceRow | null> {
  const tenant = core.db.tenant(context.organizationId);
  if (isBeingDeleted(row)) return row;
  const actor = JSON.stringify(context.actor);
  const common = {
    eventType: "DELETE",
    fromState: row.lifecycle_state,
    generation: row.generation,
    actor,
    correlationId: context.correlationId,
  };
  const audit = auditRecord(context, "resource.delete", row.id);
  const superseded = row.pending_event_id === null ? {} : { event: { id: row.pending_event_id, settled: true } };
  if (row.handed_config === null && !(await isDeletionBlocked(tenant, row.key))) {
    const removed = await removeResource(
      tenant,
      row.key,
      { version: row.version },
      {
        history: [{ ...common, toState: null, eventId: null }],
        audit,
        ...superseded,
      },
    );
    if (!removed) throw new ConcurrentChange();
    return null;
  }
  const eventId = uuidv7();
  const saved = await updateResource(
    tenant,
    row.key,
    { version: row.version },
    {
      lifecycle_state: "pending",
      error: null,
      error_facts: null,
      pending_event_id: eventId,
      deleting_since: row.deleting_since ?? new Date().toISOString(),
      stale_since: null,
    },
    {
      history: [{ ...common, toState: "pending", eventId }],
      audit,
      newEvent: {
        id: eventId,
        eventType: "DELETE",
        generation: row.generation,
        previousConfig: row.applied_config,
        correlationId: context.correlationId,
        actor,
      },
      reconcileAt: "now",
      // Where they run with each other they wait for each other no more.
      ...(row.running_dependencies === null ? {} : { wakeDeletions: row.running_dependencies }),
      ...superseded,
    },
  );
  if (!saved) throw new ConcurrentChange();
  return saved;
}
