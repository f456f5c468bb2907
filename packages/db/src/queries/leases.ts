import type { Database } from "../database.ts";
import { systemStatement } from "../statement.ts";

/** An event whose worker went silent. */
export interface LostLease {
  id: string;
  organization_id: string;
  resource_key: string;
  lease_owner: string;
  attempt: number;
}

/** One attempt at an event that a worker runs. */
export interface HeldAttempt {
  eventId: string;
  attempt: number;
}

const renew = systemStatement(
  "renew_leases",
  `WITH beat AS (
     INSERT INTO workers (id, sandbox) SELECT id, $6 FROM unnest($2::text[]) AS own(id) ON CONFLICT (id) DO UPDATE SET heartbeat_at = now()
   )
   UPDATE events e SET lease_expires_at = now() + $3::int * interval '1 second'
   FROM unnest($4::uuid[], $5::int[]) AS held(id, attempt)
   WHERE e.id = held.id AND e.attempt = held.attempt AND e.lease_owner = $1 AND e.settled_at IS NULL
   RETURNING e.id AS "eventId", e.attempt`,
);

const lost = systemStatement(
  "lost_leases",
  `SELECT id, organization_id, resource_key, lease_owner, attempt FROM events
   WHERE settled_at IS NULL AND lease_owner IS NOT NULL AND lease_expires_at < now()
   ORDER BY lease_expires_at LIMIT $1`,
);

const resync = systemStatement(
  "resync",
  `SELECT organization_id, key, enqueue_reconcile(organization_id, key) FROM (
     SELECT organization_id, key FROM (
       SELECT organization_id, resource_key AS key FROM events
       WHERE settled_at IS NULL AND lease_owner IS NULL
         AND COALESCE(not_before, created_at) < now() - $1::int * interval '1 second'
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
 * Says that the worker lives, and extends its leases on what it runs. Only on that: an event that it claimed and does not
 * run, since the answer to the claim was lost or its result cannot be written, has to run again.
 * @param owner whose leases are renewed
 * @param lockIds the ids under which its runner locks jobs
 * @param sandbox what stands between its providers and the platform, in a sentence
 * @returns those of `held` that it still holds
 */
export function renewLeases(
  db: Database,
  owner: string,
  lockIds: readonly string[],
  seconds: number,
  held: readonly HeldAttempt[],
  sandbox: string | null = null,
): Promise<HeldAttempt[]> {
  const ids = held.map(({ eventId }) => eventId);
  const attempts = held.map(({ attempt }) => attempt);
  return db.query<HeldAttempt>(renew, [owner, lockIds, seconds, ids, attempts, sandbox]);
}

export function findLostLeases(db: Database, limit: number): Promise<LostLease[]> {
  return db.query<LostLease>(lost, [limit]);
}

/** A place in the order of all resources. */
export interface ResourcePlace {
  organization_id: string;
  key: string;
}

/**
 * Has what waited longer than `seconds` looked at again: the next `limit` resources after a place. Many of them wait for
 * good reason, so each round takes others.
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

/** Frees the jobs that ended runners left locked. */
export async function forgetRunners(db: Database, lockIds: readonly string[]): Promise<void> {
  await db.query(forget, [lockIds]);
}

/** Gives back the jobs locked by runners whose worker has been silent for `seconds`; the queue itself would take hours. */
export async function unlockDeadPools(db: Database, seconds: number): Promise<void> {
  await db.query(unlock, [seconds]);
  await db.query(buryWorkers, []);
}

const close = systemStatement(
  "close_event",
  `UPDATE events SET settled_at = now(), lease_owner = NULL, lease_expires_at = NULL
   WHERE id = $1 AND lease_owner = $2 AND attempt = $3 AND settled_at IS NULL RETURNING 1`,
);

/**
 * Ends an event that nothing awaits any more, if its lease is still the lost one.
 * @returns whether it was
 */
export async function closeEvent(db: Database, { id, lease_owner, attempt }: LostLease): Promise<boolean> {
  return (await db.query(close, [id, lease_owner, attempt])).length > 0;
}

const inHand = systemStatement(
  "events_in_hand_with_secrets",
  `SELECT id AS "eventId", attempt FROM events
   WHERE settled_at IS NULL AND lease_owner IS NOT NULL
     AND (payload IS NULL OR payload::text LIKE '%"$encrypted"%' OR previous_config::text LIKE '%"$encrypted"%')`,
);

const stillInHand = systemStatement(
  "attempts_still_in_hand",
  `SELECT e.id AS "eventId", e.attempt FROM unnest($1::uuid[], $2::int[]) AS held(id, attempt) CROSS JOIN LATERAL (
     SELECT x.id, x.attempt FROM events x
     WHERE x.id = held.id AND x.attempt = held.attempt AND x.settled_at IS NULL AND x.lease_owner IS NOT NULL OFFSET 0
   ) AS e`,
);

/** The attempts that workers are at, of all organizations, whose config holds sensitive values. */
export function findSecretsInHand(db: Database): Promise<HeldAttempt[]> {
  return db.query<HeldAttempt>(inHand, []);
}

/** Those of some attempts that a worker is still at. */
export function findStillInHand(db: Database, attempts: readonly HeldAttempt[]): Promise<HeldAttempt[]> {
  return db.query<HeldAttempt>(stillInHand, [
    attempts.map(({ eventId }) => eventId),
    attempts.map((one) => one.attempt),
  ]);
}
