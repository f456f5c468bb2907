import type { Database } from "../database.ts";
import { systemStatement } from "../statement.ts";

const statement = systemStatement(
  "prune_questions",
  `DELETE FROM graphile_worker._private_jobs WHERE id = ANY (ARRAY(
     SELECT j.id FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
     WHERE t.identifier = 'provider-call' AND j.locked_at IS NULL AND j.run_at < now() - interval '1 hour' LIMIT $1
   )) AND locked_at IS NULL RETURNING 1`,
);

/**
 * Deletes up to `limit` jobs of questions whose askers left long ago: they stay in the queue while no worker takes questions.
 * @returns how many; fewer than `limit` means that none are left
 */
export async function pruneQuestions(db: Database, limit: number): Promise<number> {
  return (await db.query(statement, [limit])).length;
}
