import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";
import { resourceByKey } from "./by-key.ts";
import { blocksDependents } from "./lifecycle.ts";

/** Beyond, they are not told apart any further: the numbers say "at least". */
export const QUEUE_LOOKED_THROUGH = 10_000;

export interface QueueRow {
  /** Handed to a provider. */
  processing: number;
  /** May run now. */
  queued: number;
  /** Between attempts, until a time to come. */
  retrying: number;
  /** Pending until what it depends on is ready. */
  waiting: number;
  dead_letters: number;
  /** When the oldest of `queued` came, or null. */
  oldest_queued_at: string | null;
}

const blocked = `EXISTS (
  SELECT 1 FROM edges e LEFT JOIN LATERAL (${resourceByKey("e.to_key")}) d ON true
  WHERE e.organization_id = $1 AND e.from_key = u.resource_key AND e.kind = 'dependency' AND (${blocksDependents("d")})
)`;

const inHand = `EXISTS (
  SELECT 1 FROM leases l WHERE l.organization_id = $1 AND l.resource_key = u.resource_key AND l.event_id = u.id OFFSET 0
)`;

// Attempts begin to wait for dependencies anew only with a new event; deletions wait for others in ways of their own.
const queue = tenantStatement(
  "overview_queue",
  `WITH unsettled AS (
     SELECT id, resource_key, event_type, not_before, created_at FROM events
     WHERE settled_at IS NULL AND organization_id = $1 LIMIT ${QUEUE_LOOKED_THROUGH}
   ), judged AS (
     SELECT u.created_at, CASE
       WHEN ${inHand} THEN 'processing'
       WHEN u.not_before > now() THEN 'retrying'
       WHEN u.event_type <> 'DELETE' AND ${blocked} THEN 'waiting'
       ELSE 'queued' END AS standing
     FROM unsettled u
   )
   SELECT count(*) FILTER (WHERE standing = 'processing')::int AS processing,
     count(*) FILTER (WHERE standing = 'queued')::int AS queued,
     count(*) FILTER (WHERE standing = 'retrying')::int AS retrying,
     count(*) FILTER (WHERE standing = 'waiting')::int AS waiting,
     min(created_at) FILTER (WHERE standing = 'queued') AS oldest_queued_at,
     (SELECT count(*)::int FROM dead_letters WHERE organization_id = $1) AS dead_letters
   FROM judged`,
);

/** How it stands with what the organization has asked for and is not done. */
export async function findQueue(tenant: Tenant): Promise<QueueRow> {
  return (await tenant.queryOne<QueueRow>(queue)) as QueueRow;
}
