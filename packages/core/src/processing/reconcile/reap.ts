import { randomUUID } from "node:crypto";
import type { Json } from "@pragma/contract";
import { findLostLeases, type LostLease, loadForReconcile, takeOverLease, unlockDeadPools } from "@pragma/db/queries";
import { eventTrace } from "../../foundation/common/event-trace.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { stillDeletes } from "../../resources/lifecycle/index.ts";
import { type Claim, withoutValues } from "./claim.ts";
import { releaseResource } from "./release-resource.ts";
import { settleEvent } from "./settle-event.ts";

const BATCH = 500;

/**
 * Recovers what dead workers held: events whose lease has expired run again, which counts as an attempt, and jobs
 * locked by silent runners are freed. Runs often on every worker; concurrent runs do no harm.
 * @returns how many leases were lost
 */
export async function reapLostWork(core: Core): Promise<number> {
  await unlockDeadPools(core.db, core.services.settings.leaseSeconds);
  let total = 0;
  for (;;) {
    const leases = await findLostLeases(core.db, BATCH);
    let returned = 0;
    for (const lease of leases) if (await returnSafely(core, lease)) returned++;
    total += returned;
    if (leases.length < BATCH || returned === 0) return total;
  }
}

/** A lease that cannot be returned must not block the others. */
async function returnSafely(core: Core, lease: LostLease): Promise<boolean> {
  try {
    return await returnLease(core, lease);
  } catch (error) {
    core.services.logger.error(
      { err: error, resource: lease.resource_key, event: lease.event_id },
      "a lost event cannot be returned",
    );
    return false;
  }
}

/** Its worker may renew it until it is taken over. */
async function returnLease(core: Core, lost: LostLease): Promise<boolean> {
  const tenant = core.db.tenant(lost.organization_id);
  const lease = { ...lost, id: randomUUID() };
  const { leaseSeconds } = core.services.settings;
  if (!(await takeOverLease(tenant, lost.resource_key, lost.id, lease.id, leaseSeconds))) return false;
  const row = await loadForReconcile(tenant, lease.resource_key);
  // Cancelled or forgotten: nobody awaits its result.
  if (!row || row.pending_event_id !== lease.event_id) {
    return releaseResource(core, { organizationId: lease.organization_id, key: lease.resource_key, leaseId: lease.id });
  }
  const types = await core.types.at(lease.organization_id, row.types_version);
  const claim: Claim = {
    organizationId: lease.organization_id,
    key: row.key,
    resource: withoutValues(row),
    eventId: lease.event_id,
    eventType: row.event_type ?? "UPDATE",
    generation: row.event_generation ?? row.generation,
    attempt: row.event_attempt ?? 1,
    leaseId: lease.id,
    payload: JSON.parse(row.event_payload ?? row.config) as Json,
    previousConfig: null,
    repairs: row.event_repairs,
    replaces: stillDeletes(row),
    connection: null,
    previousEventId: null,
    mayExist: true,
    correlationId: row.event_correlation_id ?? lease.event_id,
    actor: row.event_actor ?? "{}",
    traceparent: row.event_traceparent,
    changeId: row.event_change_id,
    trace: eventTrace({ id: lease.event_id, traceparent: row.event_traceparent }, core.services.tracer),
    type: types.find(row.provider, row.resource),
  };
  return settleEvent(core, claim, {
    kind: "failed",
    message: "The worker that ran it stopped before it had a result",
    retryAfterSeconds: 0,
  });
}
