import type { Database } from "../database.ts";
import { systemStatement } from "../statement.ts";

export interface VitalsRow {
  /** Jobs that a worker could take now. */
  ready: number;
  /** Jobs for a time to come. */
  scheduled: number;
  /** Jobs that a worker has taken. */
  running: number;
  /** For how long the oldest of `ready` has been so, in seconds; 0 if there is none. */
  oldest_ready_seconds: number;
  dead_letters: number;
}

const vitals = systemStatement(
  "vitals",
  `SELECT count(*) FILTER (WHERE locked_at IS NULL AND run_at <= now())::int AS ready,
     count(*) FILTER (WHERE locked_at IS NULL AND run_at > now())::int AS scheduled,
     count(*) FILTER (WHERE locked_at IS NOT NULL)::int AS running,
     coalesce(extract(epoch FROM now() - min(run_at) FILTER (WHERE locked_at IS NULL AND run_at <= now())), 0)::float8
       AS oldest_ready_seconds,
     (SELECT count(*) FROM dead_letters)::int AS dead_letters
   FROM graphile_worker._private_jobs`,
);

/** How the queue and the failures of the whole installation stand. */
export async function findVitals(db: Database): Promise<VitalsRow> {
  const [row] = await db.query<VitalsRow>(vitals, []);
  return row as VitalsRow;
}
