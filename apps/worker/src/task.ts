import type { Job, JobPayload } from "@pragma/jobs";
import type { Logger } from "@pragma/telemetry";
import type { Task } from "graphile-worker";

/**
 * The handler of a job as the queue calls it. An invalid payload will never become valid, so it is reported and dropped
 * rather than retried.
 */
export function task<Kind extends Job>(
  logger: Logger,
  job: Kind,
  handle: (payload: JobPayload<Kind>) => Promise<void>,
): Task {
  return async (payload) => {
    const parsed = job.payload.safeParse(payload);
    if (parsed.success) await handle(parsed.data as JobPayload<Kind>);
    else logger.error({ err: parsed.error, job: job.name }, "a job with an invalid payload was dropped");
  };
}
