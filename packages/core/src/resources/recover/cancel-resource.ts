import { findResource, type ResourceRow } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { notFound } from "../../foundation/common/errors.ts";
import { ConcurrentChange, retryOnConflict } from "../../foundation/common/retry-on-conflict.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { asRead, cancel, writeRow } from "../lifecycle/index.ts";
import { auditedBy, auditRecord } from "../lifecycle/states/actor.ts";

/**
 * Cancels what is under way for a resource: discards the event's later result, aborts a running handler, and fails the
 * resource with who cancelled it. There is no dead letter. After a cancelled create the object may exist: the next
 * apply observes first, and delete reaches the provider. Both wait for the handler to end, since its lease stays.
 * @param id internal or friendly id
 * @throws DomainError not_found, not_cancellable
 */
export function cancelResource(core: Core, context: RequestContext, id: string): Promise<ResourceRow> {
  return retryOnConflict(core, async () => {
    const tenant = core.db.tenant(context.organizationId);
    const row = await findResource(tenant, id);
    if (!row) throw notFound("Resource");
    const by = auditedBy(context, auditRecord(context, "resource.cancel", row.id));
    const error = `cancelled by ${context.actor.name ?? context.actor.id}`;
    const saved = await writeRow(core, asRead(context.organizationId, row), cancel(row, { by, error }));
    if (!saved) throw new ConcurrentChange();
    return saved;
  });
}
