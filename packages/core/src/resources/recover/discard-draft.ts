import { isReady } from "@pragma/contract";
import { findResource, type ResourceRow } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { notFound } from "../../foundation/common/errors.ts";
import { newId } from "../../foundation/common/new-id.ts";
import { ConcurrentChange, retryOnConflict } from "../../foundation/common/retry-on-conflict.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { findRefusal } from "../apply/apply-refusal.ts";
import { asRead, type Discarded, discard, whatReturns, writeRow } from "../lifecycle/index.ts";
import { applierJson, auditedBy, auditRecord } from "../lifecycle/states/actor.ts";
import { checkPreconditions } from "../present/etag.ts";
import { outgoingEdges } from "../references/outgoing-edges.ts";
import { writtenChanges } from "../references/written-changes.ts";

/**
 * Discards what is staged for a resource: the config that last succeeded is wanted again, with its dependencies, and the
 * resource is in the state that it had before the draft. Tags, protection and owners are never staged, and stay.
 * @param id internal or friendly id
 * @param options.ifMatch discards only the draft that was read with this etag
 * @throws DomainError not_found, not_discardable, precondition_failed; cycle if a dependency of the earlier config depends
 *   on it by now
 */
export function discardDraft(
  core: Core,
  context: RequestContext,
  id: string,
  { ifMatch }: { ifMatch?: string | undefined } = {},
): Promise<ResourceRow> {
  return retryOnConflict(core, async () => {
    const tenant = core.db.tenant(context.organizationId);
    const row = await findResource(tenant, id);
    if (!row) throw notFound("Resource");
    checkPreconditions(row, { ifMatch });
    const returns = whatReturns(row);
    const change = discard(row, {
      by: auditedBy(context, auditRecord(context, "resource.discard", row.id)),
      appliedBy: applierJson(context),
      returns,
      changes: JSON.stringify(writtenChanges(core, context.organizationId, row, returns)),
      newEventId: newId(),
      edges: {
        before: outgoingEdges(row),
        after: outgoingEdges({
          ...row,
          dependencies: returns.dependencies,
          running_dependencies: runningAfter(row, returns),
        }),
      },
    });
    const saved = await writeRow(core, asRead(context.organizationId, row), change);
    if (saved) return saved;
    throw (await findRefusal(tenant, row, row, change.effects)) ?? new ConcurrentChange();
  });
}

/** A resource that was ready runs with what it wants alone. */
function runningAfter({ running_dependencies }: ResourceRow, { before }: Discarded): string[] | null {
  return isReady(before.lifecycle_state) ? null : running_dependencies;
}
