import {
  lockGraph,
  lockResource,
  lockSubResourceDrop,
  postponeSubResourceDrop,
  removeSubResourceDrop,
  type SubResourceDrop,
  type TakenDrop,
  takeSubResourceDrops,
} from "@pragma/db/queries";
import { applierContext } from "../../foundation/callers/applier-context.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import { eventTrace } from "../../foundation/common/event-trace.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { appendLogs } from "../../providers/logs/index.ts";
import { deleteLocked } from "../../resources/delete/delete-resource.ts";
import { isLeaving } from "../../resources/lifecycle/index.ts";
import { isAppliedBy } from "./is-applied-by.ts";

const BATCH = 100;
const MAX_DELAY_SECONDS = 60;

/**
 * Starts the deletion of sub-resources that the last event of their owner no longer applied. `sweepSubResourceDrops`
 * retries those that cannot be deleted now because they are processing, protected or needed; their conditions and their
 * owner's log say why.
 */
export async function dropSubResourcesOf(core: Core, organizationId: string, ownerKey: string): Promise<void> {
  while ((await dropDue(core, { organizationId, ownerKey })) === BATCH);
}

/**
 * Starts the deletion of one batch of sub-resources that are still to be dropped, across all organizations. Meant to
 * run every few seconds on any worker; concurrent runs do no harm.
 */
export async function sweepSubResourceDrops(core: Core): Promise<void> {
  await dropDue(core);
}

/** @returns how many were due, at most a batch */
async function dropDue(core: Core, of?: { organizationId: string; ownerKey: string }): Promise<number> {
  const drops = await takeSubResourceDrops(core.db, BATCH, of);
  for (const drop of drops) await dropSafely(core, drop);
  return drops.length;
}

/** One that cannot be dropped must not block the others. */
async function dropSafely(core: Core, drop: TakenDrop): Promise<void> {
  try {
    await unitOfWork(core, (unit) => dropOne(unit, drop)).catch((error) => {
      if (!(error instanceof DomainError)) throw error;
      return postpone(core, drop, error.message);
    });
  } catch (error) {
    core.services.logger.error(
      { err: error, resource: drop.key },
      "a sub-resource that is applied no longer cannot be dropped",
    );
  }
}

/** Runs in the caller's transaction: a concurrent apply of it either finds it being deleted, or prevents that. */
async function dropOne(core: Core, drop: TakenDrop): Promise<void> {
  const { organization_id: organizationId, key, owner_key: ownerKey } = drop;
  const tenant = core.db.tenant(organizationId);
  if (!(await lockSubResourceDrop(tenant, key, drop.event_id))) return;
  await lockGraph(tenant);
  const row = await lockResource(tenant, key);
  if (row && !isLeaving(row) && isAppliedBy(row, ownerKey)) {
    const context = applierContext({
      organizationId,
      key: ownerKey,
      eventId: drop.event_id,
      correlationId: drop.correlation_id,
      appliedBy: drop.applied_by,
      trace: eventTrace({ id: drop.event_id, traceparent: drop.traceparent }, core.services.tracer),
    });
    await deleteLocked(core, context, key, {});
  }
  await removeSubResourceDrop(tenant, key);
}

async function postpone(core: Core, drop: SubResourceDrop, reason: string): Promise<void> {
  const tenant = core.db.tenant(drop.organization_id);
  await postponeSubResourceDrop(tenant, drop, reason, Math.min(MAX_DELAY_SECONDS, 2 ** drop.attempts));
  if (reason === drop.reason) return;
  const message = `${drop.key} is applied no longer, but cannot be deleted yet: ${reason}`;
  await appendLogs(core, {
    organizationId: drop.organization_id,
    resourceKey: drop.owner_key,
    eventId: drop.event_id,
    entries: [{ timestamp: new Date().toISOString(), level: "warn", message, metadata: null }],
  });
}
