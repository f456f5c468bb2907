import { isBetweenAttempts } from "@pragma/contract";
import { findDeadLetterOf, findResource, type ResourceRow } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError, type ErrorCode, notFound } from "../../foundation/common/errors.ts";
import { ConcurrentChange, retryOnConflict } from "../../foundation/common/retry-on-conflict.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { requireScope } from "../../identity/access/require-scope.ts";
import { retryDeadLetter } from "../dead-letters/retry-dead-letter.ts";
import { deleteResource } from "../delete/delete-resource.ts";
import { asRead, checkRetryable, hurry, isLeaving, writeRow } from "../lifecycle/index.ts";
import { auditedBy, auditRecord } from "../lifecycle/states/actor.ts";
import { resourceEtag } from "../present/etag.ts";
import { applyOnceMore } from "./apply-once-more.ts";

/**
 * Retries what a resource failed at. Between two attempts, the next one starts now. If the failure left a dead letter,
 * that is retried, and its event keeps its id. A cancelled event left none: the resource's own config is applied again,
 * or its deletion restarted.
 * @param id internal or friendly id
 * @returns the resource as it is now, or null if its deletion needed no provider and it is gone
 * @throws DomainError not_found, not_retryable, missing_scope without `ops:write` if there is a dead letter, and the
 *   refusals of an apply or a deletion
 */
export function retryResource(core: Core, context: RequestContext, id: string): Promise<ResourceRow | null> {
  return retryOnConflict(core, () => retryOnce(core, context, id));
}

async function retryOnce(core: Core, context: RequestContext, id: string): Promise<ResourceRow | null> {
  const tenant = core.db.tenant(context.organizationId);
  const row = await findResource(tenant, id);
  if (!row) throw notFound("Resource");
  if (isBetweenAttempts(row.lifecycle_state, row.error)) return attemptNow(core, context, row);
  checkRetryable(row);
  const letter = await findDeadLetterOf(tenant, row.key);
  if (letter) {
    requireScope(context, "ops:write");
    await unlessChanged("not_found", retryDeadLetter(core, context, letter.event_id));
    return (await findResource(tenant, row.key)) ?? null;
  }
  const ifMatch = resourceEtag(row.version, { revealed: false });
  const again = !isLeaving(row)
    ? applyOnceMore(core, context, row, ifMatch)
    : deleteResource(core, context, row.key, { ifMatch });
  return unlessChanged("precondition_failed", again);
}

async function attemptNow(core: Core, context: RequestContext, row: ResourceRow): Promise<ResourceRow> {
  const by = auditedBy(context, auditRecord(context, "resource.retry", row.id));
  const saved = await writeRow(core, asRead(context.organizationId, row), hurry(row, { by }));
  if (!saved) throw new ConcurrentChange();
  return saved;
}

/**
 * The resource, or its dead letter, may have changed since it was read. Nobody asked for a precondition, so the retry
 * starts over.
 */
async function unlessChanged<Result>(code: ErrorCode, step: Promise<Result>): Promise<Result> {
  try {
    return await step;
  } catch (error) {
    throw error instanceof DomainError && error.code === code ? new ConcurrentChange() : error;
  }
}
