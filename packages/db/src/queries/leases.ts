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

const renew = systemStatement(
  "renew_leases",
  `WITH beat AS (
     INSERT INTO workers (id) SELECT unnest($3::text[]) ON CONFLICT (id) DO UPDATE SET heartbeat_at = now()
   )
   UPDATE events SET lease_expires_at = now() + $2::int * interval '1 second'
   WHERE settled_at IS NULL AND lease_owner = $1`,
);

const lost = systemStatement(
  "lost_leases",
  `SELECT id, organization_id, resource_key, lease_owner, attempt FROM events
   WHERE settled_at IS NULL AND lease_owner IS NOT NULL AND lease_expires_at < now()
   ORDER BY lease_expires_at LIMIT $1`,
);

const resync = systemStatement(
  "resync",
  `SELECT count(enqueue_reconcile(organization_id, key)) AS count FROM (
     SELECT organization_id, resource_key AS key FROM events
     WHERE settled_at IS NULL AND lease_owner IS NULL
       AND COALESCE(not_before, created_at) < now() - $1::int * interval '1 second'
     UNION
     SELECT organization_id, key FROM resources WHERE stale_since < now() - $1::int * interval '1 second'
     LIMIT $2
   ) AS waiting`,
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
 * Says that the worker lives, and extends what it holds.
 * @param owner whose leases are renewed
 * @param lockIds the ids under which its runner locks jobs
 */
export async function renewLeases(
  db: Database,
  owner: string,
  lockIds: readonly string[],
  seconds: number,
): Promise<void> {
  await db.query(renew, [owner, seconds, lockIds]);
}

export function findLostLeases(db: Database, limit: number): Promise<LostLease[]> {
  return db.query<LostLease>(lost, [limit]);
}

/** Has everything looked at again that waited longer than `seconds`: a net below the wake-ups. */
export async function resyncWaiting(db: Database, seconds: number, limit: number): Promise<number> {
  const [row] = await db.query<{ count: string }>(resync, [seconds, limit]);
  return Number(row?.count ?? 0);
}

/** Frees the jobs that an ended runner left locked. */
export async function forgetRunner(db: Database, lockId: string): Promise<void> {
  await db.query(forget, [[lockId]]);
}

/** Gives back the jobs locked by runners whose worker has been silent for `seconds`; the queue itself would take hours. */
export async function unlockDeadPools(db: Database, seconds: number): Promise<void> {
  await db.query(unlock, [seconds]);
  await db.query(buryWorkers, []);
}

const close = systemStatement(
  "close_event",
  "UPDATE events SET settled_at = now(), lease_owner = NULL, lease_expires_at = NULL WHERE id = $1",
);

/** Ends an event that nothing awaits any more. */
export async function closeEvent(db: Database, eventId: string): Promise<void> {
  await db.query(close, [eventId]);
}
