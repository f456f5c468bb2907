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
 * Adds a job to the queue within the caller's transaction, so that it exists if and only if its subject does. It wakes
 * nobody: the caller does that, once for many, after the commit (`core.wakeUp`); otherwise a poll finds it within a
 * second.
 * @returns the id of the job's row
 * @throws ZodError if the payload does not fit the job
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
