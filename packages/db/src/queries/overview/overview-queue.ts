import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { blockersOf } from "../graph/deletion-blockers.ts";
import { resourceByKey } from "../sql/by-key.ts";
import { blocksDependents, usesConnectionOfAnother } from "../sql/lifecycle.ts";

/** How many events are counted; beyond that the numbers mean "at least". */
export const QUEUE_LOOKED_THROUGH = 10_000;

export interface QueueRow {
  /** Handed to a provider. */
  processing: number;
  /** May run now. */
  queued: number;
  /** Between attempts, until a later time. */
  retrying: number;
  /** Pending until its dependencies are ready. */
  waiting: number;
  dead_letters: number;
  /** When the oldest of `queued` was queued, or null. */
  oldest_queued_at: string | null;
}

/** The row is read for what depends on a connection alone. */
const isUnfit = `EXISTS (
  SELECT 1 FROM (${resourceByKey("u.resource_key", "connection, provider")}) w WHERE ${usesConnectionOfAnother("w", "e.to_key")}
)`;

const blocked = `EXISTS (
  SELECT 1 FROM edges e LEFT JOIN LATERAL (${resourceByKey("e.to_key")}) d ON true
  WHERE e.organization_id = $1 AND e.from_key = u.resource_key AND e.kind = 'dependency'
    AND (${blocksDependents("d")} OR (e.to_key LIKE '%/connection/%' AND ${isUnfit}))
)`;

const inHand = `EXISTS (
  SELECT 1 FROM leases l WHERE l.organization_id = $1 AND l.resource_key = u.resource_key AND l.event_id = u.id OFFSET 0
)`;

const paused = `EXISTS (SELECT 1 FROM (${resourceByKey("u.resource_key", "paused")}) p WHERE p.paused)`;

/** How an event that is not settled stands. */
export type QueueStanding = "processing" | "retrying" | "waiting" | "queued";

/** An input changed: it is decided before the next attempt, whenever that is. */
const marked = `EXISTS (
  SELECT 1 FROM (${resourceByKey("u.resource_key", "stale_since")}) r WHERE r.stale_since IS NOT NULL
)`;

// Only new events wait for dependencies, later attempts do not unless an input changed; deletions wait for others in ways of their own,
// which are looked at only where few are left.
const standing = `CASE
       WHEN ${inHand} THEN 'processing'
       WHEN ${paused} THEN 'waiting'
       WHEN u.not_before > now() AND NOT (u.event_type <> 'DELETE' AND ${marked} AND ${blocked}) THEN 'retrying'
       WHEN u.event_type <> 'DELETE' AND ${blocked} THEN 'waiting'`;

const unsettled = `SELECT id, resource_key, event_type, attempt, not_before, created_at, published_at FROM events
     WHERE settled_at IS NULL AND organization_id = $1 LIMIT ${QUEUE_LOOKED_THROUGH}`;

const queue = tenantStatement(
  "overview_queue",
  `WITH unsettled AS (${unsettled}), judged AS (SELECT u.created_at, ${standing} ELSE 'queued' END AS standing FROM unsettled u)
   SELECT count(*) FILTER (WHERE standing = 'processing')::int AS processing,
     count(*) FILTER (WHERE standing = 'queued')::int AS queued,
     count(*) FILTER (WHERE standing = 'retrying')::int AS retrying,
     count(*) FILTER (WHERE standing = 'waiting')::int AS waiting,
     min(created_at) FILTER (WHERE standing = 'queued') AS oldest_queued_at,
     (SELECT count(*)::int FROM dead_letters WHERE organization_id = $1) AS dead_letters
   FROM judged`,
);

/** The organization's work that is not done yet. */
export async function findQueue(tenant: Tenant): Promise<QueueRow> {
  return (await tenant.queryOne<QueueRow>(queue)) as QueueRow;
}

/** A change that was requested long ago, and is not done. */
export interface OverdueRow {
  key: string;
  standing: QueueStanding;
  attempt: number;
  /** When it was first handed over or, before that, since when it waits for it. */
  since: string;
  /** How many there are in all. */
  total: number;
}

// A retry of what had failed goes on with its event, which may be days old.
const overdue = tenantStatement(
  "overview_overdue",
  `WITH unsettled AS (${unsettled}), dated AS (
     SELECT u.*, COALESCE(u.published_at, GREATEST(u.created_at, r.state_changed_at)) AS since
     FROM unsettled u LEFT JOIN LATERAL (${resourceByKey("u.resource_key", "state_changed_at")}) r ON u.published_at IS NULL
     WHERE u.created_at < now() - $2::int * interval '1 second'
   ), judged AS (
     SELECT u.resource_key, u.attempt, u.since, ${standing}
       WHEN u.event_type = 'DELETE' AND EXISTS (SELECT 1 ${blockersOf("u.resource_key")}) THEN 'waiting'
       ELSE 'queued' END AS standing
     FROM dated u WHERE u.since < now() - $2::int * interval '1 second'
   )
   SELECT resource_key AS key, standing, attempt, since, count(*) OVER ()::int AS total FROM judged
   ORDER BY standing = 'waiting', since, resource_key LIMIT $3`,
);

/**
 * The changes that have not been done for longest, those that only wait for other resources last.
 * @param seconds for how long at least
 */
export function findOverdue(tenant: Tenant, seconds: number, limit: number): Promise<OverdueRow[]> {
  return tenant.query<OverdueRow>(overdue, seconds, limit);
}
