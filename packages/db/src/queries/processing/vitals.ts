import type { Database } from "../../database.ts";
import { systemStatement } from "../../statement.ts";

/** Jobs are looks at resources, plus the jobs of the queue. */
export interface VitalsRow {
  /** Jobs that a worker could take now. */
  ready: number;
  /** Jobs scheduled for later. */
  scheduled: number;
  /** Jobs that a worker has taken. */
  running: number;
  /** How long the oldest of `ready` has been ready, in seconds; 0 if there is none. */
  oldest_ready_seconds: number;
  dead_letters: number;
}

const vitals = systemStatement(
  "vitals",
  `WITH jobs(state, since, count) AS (
     SELECT CASE WHEN locked_at IS NOT NULL THEN 'running' WHEN run_at <= now() THEN 'ready' ELSE 'scheduled' END, run_at, 1
     FROM graphile_worker._private_jobs
     UNION ALL
     SELECT 'ready', enqueued_at, 1 FROM pending_looks
     UNION ALL
     SELECT CASE WHEN due_at <= now() THEN 'ready' WHEN worker IS NULL THEN 'scheduled' ELSE 'running' END, due_at,
       cardinality(keys)
     FROM deferred_looks
   )
   SELECT coalesce(sum(count) FILTER (WHERE state = 'ready'), 0)::int AS ready,
     coalesce(sum(count) FILTER (WHERE state = 'scheduled'), 0)::int AS scheduled,
     coalesce(sum(count) FILTER (WHERE state = 'running'), 0)::int AS running,
     coalesce(extract(epoch FROM now() - min(since) FILTER (WHERE state = 'ready')), 0)::float8 AS oldest_ready_seconds,
     (SELECT count(*) FROM dead_letters)::int AS dead_letters
   FROM jobs`,
);

/** The state of the queue, and the failures, of the whole installation. */
export async function findVitals(db: Database): Promise<VitalsRow> {
  const [row] = await db.query<VitalsRow>(vitals, []);
  return row as VitalsRow;
}
