import type { OutboxEvent } from "@pragma/contract";
import {
  findEvent,
  findResource,
  findRetriedDeadLetter,
  lockGraph,
  lockResource,
  type ResourceRow,
} from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { notFound } from "../../foundation/common/errors.ts";
import { ConcurrentChange } from "../../foundation/common/retry-on-conflict.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { checkDeletion } from "../delete/check-deletion.ts";
import { lockDeletionSet } from "../delete/deletion-set.ts";
import { startDeletions } from "../delete/start-deletions.ts";
import { asRead, checkRetryable, isLeaving, retry, writeRow } from "../lifecycle/index.ts";
import { auditedBy, auditRecord } from "../lifecycle/states/actor.ts";
import { presentOutboxEvent } from "./present-dead-letter.ts";

/**
 * Retries a failed event: it keeps its id, gets all its attempts back, and the current config is resolved again. If the
 * resource is to be deleted, the retry deletes it.
 * @throws DomainError not_found if the dead letter or its resource is gone, not_retryable if the resource is no longer
 *   failed, and the refusals of a deletion
 */
export function retryDeadLetter(core: Core, context: RequestContext, eventId: string): Promise<OutboxEvent> {
  return unitOfWork(core, (unit) => retryLocked(unit, context, eventId));
}

async function retryLocked(core: Core, context: RequestContext, eventId: string): Promise<OutboxEvent> {
  const tenant = core.db.tenant(context.organizationId);
  const letter = await findRetriedDeadLetter(tenant, eventId);
  if (!letter) throw notFound("Dead letter");
  const seen = await findResource(tenant, letter.resource_key);
  if (!seen) throw notFound(`The resource ${letter.resource_key} of the dead letter`);
  const row = isLeaving(seen) ? await lockDeletion(core, context, seen) : await lockRetryable(core, context, seen);
  const audit = auditRecord(context, "dead_letter.retry", row.id, { event_id: eventId });
  const by = { ...auditedBy(context, audit), changeId: letter.change_id };
  const saved = await writeRow(core, asRead(context.organizationId, row), retry(row, { by, eventId }));
  if (!saved) throw new ConcurrentChange();
  const event = await findEvent(tenant, eventId);
  if (!event) throw notFound("Event");
  return presentOutboxEvent(event, saved.config);
}

async function lockRetryable(core: Core, context: RequestContext, seen: ResourceRow): Promise<ResourceRow> {
  const row = await lockResource(core.db.tenant(context.organizationId), seen.key);
  if (!row || isLeaving(row)) throw new ConcurrentChange();
  return row;
}

/**
 * A deletion is checked against the current graph, like a newly requested one, and includes what would now be deleted
 * with the resource.
 */
async function lockDeletion(core: Core, context: RequestContext, seen: ResourceRow): Promise<ResourceRow> {
  const tenant = core.db.tenant(context.organizationId);
  await lockGraph(tenant);
  const set = await lockDeletionSet(tenant, [seen.key], { whole: [seen.key] });
  const row = set.whole.get(seen.key);
  if (!row || !isLeaving(row)) throw new ConcurrentChange();
  checkRetryable(row);
  await checkDeletion(tenant, set, { of: row.id, resource: row });
  await startDeletions(
    core,
    context,
    [...set.members.values()].filter((member) => member.key !== row.key),
  );
  return row;
}
