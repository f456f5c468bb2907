import type { Database } from "../database.ts";
import { systemStatement } from "../statement.ts";

const queue = systemStatement(
  "queue_readiness",
  `SELECT to_regclass('graphile_worker._private_jobs') IS NOT NULL AS installed,
     (SELECT count(*) FROM workers WHERE heartbeat_at > now() - $1::int * interval '1 second')::int AS workers`,
);

/** Whether the queue's tables are there, and how many workers gave a sign of life within `seconds`. */
export async function findQueueReadiness(
  db: Database,
  seconds: number,
): Promise<{ installed: boolean; workers: number }> {
  const [row] = await db.query<{ installed: boolean; workers: number }>(queue, [seconds]);
  return row ?? { installed: false, workers: 0 };
}
