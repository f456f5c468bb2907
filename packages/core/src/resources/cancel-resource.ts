import { isCancellable } from "@pragma/contract";
import { findResource, type ResourceRow, updateResource } from "@pragma/db/queries";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { DomainError, notFound } from "../errors.ts";
import { auditRecord } from "./actor.ts";
import { ConcurrentChange, retryOnConflict } from "./retry-on-conflict.ts";

/**
 * Ends what is under way for a resource: its event's later result is discarded, a running handler is aborted, and the
 * resource is failed with who cancelled it. There is no dead letter. After a cancelled create the object may exist:
 * the next apply observes first, and delete reaches the provider. Both wait for the handler to end, since its lease stays.
 * @param id internal or friendly id
 * @throws DomainError not_found, not_cancellable
 */
export function cancelResource(core: Core, context: RequestContext, id: string): Promise<ResourceRow> {
  return retryOnConflict(core, async () => {
    const tenant = core.db.tenant(context.organizationId);
    const row = await findResource(tenant, id);
    if (!row) throw notFound("Resource");
    if (!isCancellable(row.lifecycle_state)) {
      throw new DomainError("not_cancellable", `${row.id} is ${row.lifecycle_state}: there is nothing to cancel`, {
        resource_id: row.id,
        current_state: row.lifecycle_state,
        target_state: "failed",
      });
    }
    const eventId = row.pending_event_id;
    const error = `cancelled by ${context.actor.name ?? context.actor.id}`;
    const saved = await updateResource(
      tenant,
      row.key,
      { version: row.version },
      {
        lifecycle_state: "failed",
        error,
        error_facts: null,
        pending_event_id: null,
        // A changed input would start it again by itself.
        stale_since: null,
        observed_generation: row.generation,
      },
      {
        history: [
          {
            eventType: "CANCEL",
            fromState: row.lifecycle_state,
            toState: "failed",
            generation: row.generation,
            error,
            actor: JSON.stringify(context.actor),
            correlationId: context.correlationId,
            eventId,
          },
        ],
        audit: auditRecord(context, "resource.cancel", row.id),
        ...(eventId === null ? {} : { event: { id: eventId, settled: true } }),
      },
    );
    if (!saved) throw new ConcurrentChange();
    core.db.afterCommit(() => {
      core.wakeUp.changed();
      if (eventId !== null) core.wakeUp.cancelled(eventId);
    });
    return saved;
  });
}
