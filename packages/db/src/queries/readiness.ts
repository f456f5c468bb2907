import type { Database } from "../database.ts";
import { systemStatement } from "../statement.ts";

const queue = systemStatement(
  "queue_readiness",
  `SELECT to_regclass('graphile_worker._private_jobs') IS NOT NULL AS installed,
     (SELECT count(*) FROM workers WHERE heartbeat_at > now() - $1::int * interval '1 second')::int AS workers,
     ARRAY(
       SELECT DISTINCT sandbox FROM workers
       WHERE heartbeat_at > now() - $1::int * interval '1 second' AND sandbox IS NOT NULL ORDER BY sandbox
     ) AS sandboxes`,
);

/** Whether the queue's tables are there, how many workers gave a sign of life within `seconds`, and what their sandboxes are. */
export async function findQueueReadiness(
  db: Database,
  seconds: number,
): Promise<{ installed: boolean; workers: number; sandboxes: string[] }> {
  const [row] = await db.query<{ installed: boolean; workers: number; sandboxes: string[] }>(queue, [seconds]);
  return row ?? { installed: false, workers: 0, sandboxes: [] };
}
