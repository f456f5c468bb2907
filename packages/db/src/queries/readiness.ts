import type { Database } from "../database.ts";
import { type Statement, systemStatement } from "../statement.ts";

/** Short: a health check wants an answer soon, or all is not well. */
export const READINESS_DEADLINE_MS = 2000;

const soon = (name: string, text: string): Statement => ({
  ...systemStatement(name, text),
  answerWithinMs: READINESS_DEADLINE_MS,
});

const ping = soon("ping", "SELECT 1 AS answer");

// Reads the tables, so that a lock on them is noticed.
const queue = soon(
  "queue_readiness",
  `SELECT EXISTS (SELECT 1 FROM graphile_worker._private_jobs) AS jobs,
     EXISTS (SELECT 1 FROM pending_looks ORDER BY organization_id LIMIT 1) AS looks`,
);

const workers = soon(
  "worker_readiness",
  `SELECT count(*)::int AS workers, array_agg(DISTINCT sandbox ORDER BY sandbox) FILTER (WHERE sandbox IS NOT NULL)
     AS sandboxes, bool_and(COALESCE(filters_network, false)) AS filters
   FROM workers WHERE heartbeat_at > now() - $1::int * interval '1 second'`,
);

/** SQLSTATE of a missing table, and of a missing schema. */
const ABSENT = new Set(["42P01", "3F000"]);

/** Resolves if the database answers. */
export async function pingDatabase(db: Database): Promise<void> {
  await db.query(ping, []);
}

/** Whether the queue's tables exist and can be read. */
export async function isQueueInstalled(db: Database): Promise<boolean> {
  try {
    await db.query(queue, []);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && ABSENT.has(String(error.code))) return false;
    throw error;
  }
}

/**
 * How many workers gave a sign of life within `seconds`, their sandboxes, and whether all of them can enforce the
 * egress policy on providers; null without workers.
 */
export async function findLiveWorkers(
  db: Database,
  seconds: number,
): Promise<{ workers: number; sandboxes: string[]; filtersNetwork: boolean | null }> {
  const [row] = await db.query<{ workers: number; sandboxes: string[] | null; filters: boolean | null }>(workers, [
    seconds,
  ]);
  return { workers: row?.workers ?? 0, sandboxes: row?.sandboxes ?? [], filtersNetwork: row?.filters ?? null };
}
