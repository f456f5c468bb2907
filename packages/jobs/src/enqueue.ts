import { type Database, systemStatement } from "@pragma/db";
import type { Job, JobInput } from "./job.ts";

export interface EnqueueOptions {
  /** Seconds from now, by the database's clock. */
  delaySeconds?: number;
}

const enqueueJob = systemStatement(
  "enqueue_job",
  "SELECT enqueue_job($1, $2::json, now() + $3::float8 * interval '1 second') AS id",
);

/**
 * Adds a job to the queue, as part of the caller's transaction: it exists if and only if what it is about does. It wakes
 * nobody: the caller does, once for many, after the commit (`core.wakeUp`); else a poll finds it within a second.
 * @returns the id of the job's row
 * @throws ZodError if the payload is none of the job's
 */
export async function enqueue<Kind extends Job>(
  db: Database,
  job: Kind,
  payload: JobInput<Kind>,
  { delaySeconds = 0 }: EnqueueOptions = {},
): Promise<string> {
  const valid = job.payload.parse(payload);
  const [row] = await db.query<{ id: string }>(enqueueJob, [job.name, JSON.stringify(valid), delaySeconds]);
  return row?.id as string;
}
