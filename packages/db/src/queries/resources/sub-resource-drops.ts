import type { Database } from "../../database.ts";
import { lockingStatement, systemStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

/** A sub-resource that its owner no longer applies, and that is to be deleted. */
export interface SubResourceDrop {
  organization_id: string;
  key: string;
  owner_key: string;
  /** The event that no longer applied it. */
  event_id: string;
  /** JSON of the owner's last applier at that time. */
  applied_by: string;
  correlation_id: string;
  /** Why the last attempt to delete it failed, or null. */
  reason: string | null;
  /** How often deletion was attempted, including the current attempt. */
  attempts: number;
  created_at: string;
}

export interface TakenDrop extends SubResourceDrop {
  /** Trace of that event. */
  traceparent: string | null;
}

const columns = "organization_id, key, owner_key, event_id, applied_by, correlation_id, reason, attempts, created_at";

const take = systemStatement(
  "take_sub_resource_drops",
  `UPDATE sub_resource_drops SET attempts = attempts + 1, not_before = now() + interval '30 seconds'
   WHERE (key, organization_id) IN (
     SELECT d.key, d.organization_id FROM sub_resource_drops d
     WHERE d.not_before <= now() AND ($2::uuid IS NULL OR (d.organization_id = $2 AND d.owner_key = $3))
     ORDER BY d.not_before LIMIT $1 FOR UPDATE SKIP LOCKED
   ) RETURNING ${columns}, (SELECT ev.traceparent FROM events ev WHERE ev.id = event_id) AS traceparent`,
);

const lock = lockingStatement(
  tenantStatement(
    "lock_sub_resource_drop",
    `SELECT event_id FROM sub_resource_drops WHERE organization_id = $1 AND key = $2 AND event_id = $3 FOR UPDATE`,
  ),
);

const postpone = tenantStatement(
  "postpone_sub_resource_drop",
  `UPDATE sub_resource_drops SET reason = $4, not_before = now() + $5::int * interval '1 second'
   WHERE organization_id = $1 AND key = $2 AND event_id = $3`,
);

const remove = tenantStatement(
  "remove_sub_resource_drop",
  "DELETE FROM sub_resource_drops WHERE organization_id = $1 AND key = $2",
);

const ofResources = tenantStatement(
  "sub_resource_drops_of",
  `SELECT ${columns} FROM sub_resource_drops WHERE organization_id = $1 AND key = ANY($2::text[])`,
);

/**
 * Takes due drops, longest due first, of all organizations or of one owner. They are due again in half a minute, in
 * case the worker that takes them dies.
 */
export function takeSubResourceDrops(
  db: Database,
  limit: number,
  of?: { organizationId: string; ownerKey: string },
): Promise<TakenDrop[]> {
  return db.query<TakenDrop>(take, [limit, of?.organizationId ?? null, of?.ownerKey ?? null]);
}

/** @returns whether it still exists; then it stays until the transaction ends */
export async function lockSubResourceDrop(tenant: Tenant, key: string, eventId: string): Promise<boolean> {
  return (await tenant.queryOne(lock, key, eventId)) !== undefined;
}

/** Records why a sub-resource cannot be deleted now, and schedules another attempt after `seconds`. */
export async function postponeSubResourceDrop(
  tenant: Tenant,
  { key, event_id: eventId }: SubResourceDrop,
  reason: string,
  seconds: number,
): Promise<void> {
  await tenant.query(postpone, key, eventId, reason, seconds);
}

/** Removes a drop because the resource is being deleted, or stays after all. Waits for a deletion in progress. */
export async function removeSubResourceDrop(tenant: Tenant, key: string): Promise<void> {
  await tenant.query(remove, key);
}

/** Which of some resources are to be dropped. */
export function findSubResourceDrops(tenant: Tenant, keys: readonly string[]): Promise<SubResourceDrop[]> {
  return tenant.query<SubResourceDrop>(ofResources, keys);
}
