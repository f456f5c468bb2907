import type { Database } from "../../database.ts";
import { type Statement, systemStatement } from "../../statement.ts";

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

/** A worker of an earlier release that has slipped into running providers as plain processes: it said so in words alone. */
const SLIPPED = `COALESCE(sandbox LIKE 'Provider code runs as plain processes%' AND sandbox NOT LIKE '%(by configuration)%', false)`;

const workers = soon(
  "worker_readiness",
  `SELECT count(*)::int AS workers, array_agg(DISTINCT sandbox ORDER BY sandbox) FILTER (WHERE sandbox IS NOT NULL)
     AS sandboxes, bool_and(COALESCE(filters_network, false)) AS filters,
     count(*) FILTER (WHERE queues IS NULL OR 'resources' = ANY(queues))::int AS takers,
     CASE WHEN bool_or(queues IS NULL) THEN NULL ELSE (SELECT array_agg(DISTINCT q.name) FROM workers w, unnest(w.queues) AS q(name)
       WHERE w.heartbeat_at > now() - $1::int * interval '1 second') END AS queues,
     count(*) FILTER (WHERE CASE WHEN boundary IS NULL THEN ${SLIPPED} ELSE boundary = 'none' AND NOT boundary_named END)::int
       AS unnamed,
     (SELECT json_agg(json_build_object('boundary', b.boundary, 'workers', b.workers) ORDER BY b.boundary) FROM (
       SELECT w.boundary, count(*)::int AS workers FROM workers w
       WHERE w.heartbeat_at > now() - $1::int * interval '1 second' AND w.boundary IS NOT NULL GROUP BY w.boundary
     ) AS b)::text AS boundaries
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

/** How many workers have a boundary between their providers and the platform. */
export interface BoundaryCount {
  boundary: "bubblewrap" | "kubernetes" | "user" | "none";
  workers: number;
}

/** The workers that are alive, together. */
export interface LiveWorkers {
  workers: number;
  /** Those of them that take looks at resources. */
  takers: number;
  /** The kinds of work that they take; null for all, as with a worker of an earlier release. */
  queues: string[] | null;
  /** Their sandboxes, a sentence each, none twice. */
  sandboxes: string[];
  /** Which boundary how many have, as far as they say so. */
  boundaries: BoundaryCount[];
  /** Those that run providers as plain processes though their operator has not named that. */
  unnamed: number;
  /** Whether all of them can hold providers to the egress policy; null without any. */
  filtersNetwork: boolean | null;
}

/** The workers that gave a sign of life within `seconds`. */
export async function findLiveWorkers(db: Database, seconds: number): Promise<LiveWorkers> {
  interface Row extends Pick<LiveWorkers, "workers" | "takers" | "queues" | "unnamed"> {
    sandboxes: string[] | null;
    filters: boolean | null;
    boundaries: string | null;
  }
  const [row] = await db.query<Row>(workers, [seconds]);
  return {
    workers: row?.workers ?? 0,
    takers: row?.takers ?? 0,
    queues: row === undefined || row.workers === 0 ? [] : row.queues,
    sandboxes: row?.sandboxes ?? [],
    boundaries: JSON.parse(row?.boundaries ?? "[]") as BoundaryCount[],
    unnamed: row?.unnamed ?? 0,
    filtersNetwork: row?.filters ?? null,
  };
}
