import type { Database } from "../../database.ts";
import { systemStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

/** A lease of a worker that went silent. */
export interface LostLease {
  id: string;
  organization_id: string;
  resource_key: string;
  event_id: string;
}

/** Identifies a worker's lease on a resource. */
export interface HeldLease {
  leaseId: string;
  organizationId: string;
  key: string;
}

/** The state of a lease that a worker renewed. */
export interface RenewedLease {
  leaseId: string;
  /** Its event is over: it was cancelled, or its resource forgotten. The handler has to end. */
  over: boolean;
}

/** A worker's report on itself with each sign of life. Omitted fields are not known, as of a worker of an earlier release. */
export interface WorkerReport {
  /** The boundary between its providers and the platform, in a sentence. */
  description: string;
  /** Whether the network of its providers is filtered. */
  filtersNetwork: boolean;
  boundary?: "bubblewrap" | "kubernetes" | "user" | "none";
  /** Whether its operator named that boundary. */
  boundaryNamed?: boolean;
  /** The shipped types that it serves now, each as `provider/resource`. */
  shippedTypes?: readonly string[];
  /** The pushed providers that it may run, each as `organization/provider`, with an asterisk for any. */
  pushedProviders?: readonly string[];
  /** The kinds of work that it takes now. */
  queues?: readonly string[];
}

const renew = systemStatement(
  "renew_leases",
  `WITH beat AS (
     INSERT INTO workers AS w (id, sandbox, filters_network, boundary, boundary_named, shipped_types, pushed_providers, queues)
     SELECT id, $3, $7, $8, $9, $10::text[], $11::text[], $12::text[] FROM unnest($1::text[]) AS own(id)
     ON CONFLICT (id) DO UPDATE
     SET heartbeat_at = now(), shipped_types = COALESCE(EXCLUDED.shipped_types, w.shipped_types),
       queues = COALESCE(EXCLUDED.queues, w.queues)
   ), renewed AS (
     UPDATE leases l SET expires_at = now() + $2::int * interval '1 second'
     FROM unnest($4::uuid[], $5::text[], $6::uuid[]) AS held(organization_id, key, id)
     WHERE l.organization_id = held.organization_id AND l.resource_key = held.key AND l.id = held.id
     RETURNING l.id, l.event_id
   )
   SELECT r.id AS "leaseId", NOT EXISTS (
     SELECT 1 FROM events e WHERE e.id = r.event_id AND e.settled_at IS NULL OFFSET 0
   ) AS over FROM renewed r`,
);

const lost = systemStatement(
  "lost_leases",
  `SELECT id, organization_id, resource_key, event_id FROM leases
   WHERE expires_at < now() ORDER BY expires_at LIMIT $1`,
);

// The resource is locked first, as by whoever writes a result: that one has ended the lease by then, or finds another.
const takeOver = tenantStatement(
  "take_over_lease",
  `WITH locked AS (
     SELECT 1 FROM resources WHERE organization_id = $1 AND key = $2 FOR NO KEY UPDATE
   )
   UPDATE leases l SET id = $4, expires_at = now() + $5::int * interval '1 second'
   FROM (SELECT count(*) FROM locked) AS after_lock
   WHERE l.organization_id = $1 AND l.resource_key = $2 AND l.id = $3 AND l.expires_at < now()
   RETURNING l.id`,
);

// Deletes and enqueues in one transaction: a worker that looks before the commit finds the lease, one that looks because of it does not.
const end = tenantStatement(
  "end_lease",
  `WITH ended AS (
     DELETE FROM leases WHERE organization_id = $1 AND resource_key = $2 AND id = $3 RETURNING resource_key
   )
   SELECT enqueue_reconcile($1::uuid, resource_key) FROM ended`,
);

const resync = systemStatement(
  "resync",
  `SELECT organization_id, key, enqueue_reconcile(organization_id, key) FROM (
     SELECT organization_id, key FROM (
       SELECT e.organization_id, e.resource_key AS key FROM events e
       WHERE e.settled_at IS NULL AND COALESCE(e.not_before, e.created_at) < now() - $1::int * interval '1 second'
         AND NOT EXISTS (
           SELECT 1 FROM leases l WHERE l.organization_id = e.organization_id AND l.resource_key = e.resource_key
         )
       UNION
       SELECT organization_id, key FROM resources WHERE stale_since < now() - $1::int * interval '1 second'
     ) AS waiting
     WHERE (organization_id, key) > ($2::uuid, $3::text COLLATE "C")
     ORDER BY organization_id, key LIMIT $4
   ) AS due`,
);

const forget = systemStatement(
  "forget_worker",
  `WITH gone AS (DELETE FROM workers WHERE id = ANY($1::text[]))
   SELECT graphile_worker.force_unlock_workers($1::text[])`,
);

const unlock = systemStatement(
  "unlock_dead_pools",
  `WITH dead AS (
     SELECT DISTINCT j.locked_by FROM graphile_worker._private_jobs j
     WHERE j.locked_by IS NOT NULL AND j.locked_at < now() - $1::int * interval '1 second'
       AND NOT EXISTS (SELECT 1 FROM workers w WHERE w.id = j.locked_by
         AND w.heartbeat_at > now() - $1::int * interval '1 second')
   )
   SELECT graphile_worker.force_unlock_workers(array_agg(locked_by)) FROM dead HAVING count(*) > 0`,
);

const buryWorkers = systemStatement(
  "bury_workers",
  "DELETE FROM workers WHERE heartbeat_at < now() - interval '1 hour'",
);

/**
 * Records that the worker is alive, and extends its leases on what it runs. Not on others: an event that it claimed but
 * does not run, because the answer to the claim was lost or its result cannot be written, has to run again.
 * @param lockIds the ids under which its runner locks jobs
 * @param report what it says of itself
 * @returns those of `held` that it still holds
 */
export function renewLeases(
  db: Database,
  lockIds: readonly string[],
  seconds: number,
  held: readonly HeldLease[],
  report: WorkerReport | null = null,
): Promise<RenewedLease[]> {
  const organizations = held.map(({ organizationId }) => organizationId);
  const keys = held.map(({ key }) => key);
  const ids = held.map(({ leaseId }) => leaseId);
  return db.query<RenewedLease>(renew, [
    lockIds,
    seconds,
    report?.description ?? null,
    organizations,
    keys,
    ids,
    report?.filtersNetwork ?? null,
    report?.boundary ?? null,
    report?.boundaryNamed ?? null,
    report?.shippedTypes ?? null,
    report?.pushedProviders ?? null,
    report?.queues ?? null,
  ]);
}

export function findLostLeases(db: Database, limit: number): Promise<LostLease[]> {
  return db.query<LostLease>(lost, [limit]);
}

/**
 * Takes a lost lease over under another id, for so many seconds: from then on its worker cannot renew it, nor count with a result.
 * @returns false if it was renewed meanwhile, or has ended
 */
export async function takeOverLease(
  tenant: Tenant,
  key: string,
  leaseId: string,
  newId: string,
  seconds: number,
): Promise<boolean> {
  return (await tenant.query(takeOver, key, leaseId, newId, seconds)).length > 0;
}

/**
 * Ends the lease of a handler whose result nobody awaits, and looks at the resource: its next event was waiting for
 * this.
 * @returns whether the lease existed
 */
export async function endLease(tenant: Tenant, key: string, leaseId: string): Promise<boolean> {
  return (await tenant.query(end, key, leaseId)).length > 0;
}

/** A position in the order of all resources. */
export interface ResourcePlace {
  organization_id: string;
  key: string;
}

/**
 * Looks again at resources that have waited longer than `seconds`: the next `limit` after a position. Many of them wait
 * for good reason, so each round takes others.
 * @returns the resources, in order
 */
export function resyncWaiting(
  db: Database,
  seconds: number,
  after: ResourcePlace,
  limit: number,
): Promise<ResourcePlace[]> {
  return db.query<ResourcePlace>(resync, [seconds, after.organization_id, after.key, limit]);
}

/** Frees jobs locked by runners that have ended. */
export async function forgetRunners(db: Database, lockIds: readonly string[]): Promise<void> {
  await db.query(forget, [lockIds]);
}

/** Frees jobs locked by runners whose worker has been silent for `seconds`; the queue itself would take hours. */
export async function unlockDeadPools(db: Database, seconds: number): Promise<void> {
  await db.query(unlock, [seconds]);
  await db.query(buryWorkers, []);
}

const inHand = systemStatement(
  "leases_with_secrets",
  `SELECT l.id AS "leaseId", l.organization_id AS "organizationId", l.resource_key AS key
   FROM leases l JOIN events e ON e.id = l.event_id
   WHERE e.payload IS NULL OR e.payload::text LIKE '%"$encrypted"%' OR e.previous_config::text LIKE '%"$encrypted"%'`,
);

const stillInHand = systemStatement(
  "leases_still_held",
  `SELECT l.id AS "leaseId", l.organization_id AS "organizationId", l.resource_key AS key
   FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS held(organization_id, key, id)
   JOIN leases l ON l.organization_id = held.organization_id AND l.resource_key = held.key AND l.id = held.id`,
);

/** The leases, across all organizations, whose config contains sensitive values. */
export function findSecretsInHand(db: Database): Promise<HeldLease[]> {
  return db.query<HeldLease>(inHand, []);
}

/** Those of some leases that a worker still holds. */
export function findStillInHand(db: Database, held: readonly HeldLease[]): Promise<HeldLease[]> {
  return db.query<HeldLease>(stillInHand, [
    held.map(({ organizationId }) => organizationId),
    held.map(({ key }) => key),
    held.map(({ leaseId }) => leaseId),
  ]);
}
