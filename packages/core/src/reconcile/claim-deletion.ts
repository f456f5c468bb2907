import type { Json } from "@pragma/contract";
import { changeResource, isDeletionBlocked, type ReconcileRow, removeResource } from "@pragma/db/queries";
import type { Core } from "../core.ts";
import { SYSTEM_ACTOR_JSON } from "../resources/actor.ts";
import { ConcurrentChange } from "../resources/retry-on-conflict.ts";
import { type Claim, withoutValues } from "./claim.ts";
import type { ReconcileRequest } from "./claim-event.ts";
import { newLease } from "./lease.ts";
import { typeOfRow } from "./type-of-row.ts";

/**
 * The next step of a deletion whose turn it is: claim its event, or, where nothing was ever handed to a provider,
 * remove the row. It waits while dependents and owned resources that go with it are there, and until those that run with
 * it are gone or have been updated.
 */
export async function claimDeletion(core: Core, request: ReconcileRequest, row: ReconcileRow): Promise<Claim | null> {
  const tenant = core.db.tenant(request.organizationId);
  if (await isDeletionBlocked(tenant, row.key)) return null;
  const eventId = row.pending_event_id as string;
  const actor = row.event_actor ?? SYSTEM_ACTOR_JSON;
  const correlationId = row.event_correlation_id ?? eventId;
  const common = { eventType: "DELETE", generation: row.generation, actor, correlationId, eventId };

  if (row.handed_config === null) {
    const removed = await removeResource(
      tenant,
      row.key,
      { version: row.version },
      {
        history: [{ ...common, fromState: row.lifecycle_state, toState: null }],
        event: { id: eventId, settled: true },
      },
    );
    if (!removed) throw new ConcurrentChange();
    core.db.afterCommit(() => core.wakeUp.changed());
    return null;
  }

  const type = await typeOfRow(core, request.organizationId, row);
  const attempt = (row.event_attempt ?? 0) + 1;
  const lease = newLease(core, request.owner, eventId);
  const saved = await changeResource(
    tenant,
    row.key,
    { version: row.version },
    { lifecycle_state: "processing" },
    {
      history: [{ ...common, fromState: "pending", toState: "processing" }],
      takeLease: lease,
      event: { id: eventId, attempt, notBefore: null, published: true, payload: row.handed_config },
      types: { provider: row.provider, version: row.types_version },
    },
  );
  if (!saved) throw new ConcurrentChange();
  core.db.afterCommit(() => core.wakeUp.announced());
  return {
    organizationId: request.organizationId,
    key: row.key,
    resource: withoutValues(row),
    eventId,
    eventType: "DELETE",
    generation: row.event_generation ?? row.generation,
    attempt,
    leaseId: lease.id,
    payload: JSON.parse(row.handed_config) as Json,
    previousConfig: row.applied_config === null ? null : (JSON.parse(row.applied_config) as Json),
    correlationId,
    actor,
    type,
  };
}
