import { findUnfinishedBuilds, findUnfinishedDeployments } from "@pragma/db/queries";
import { buildProviderJob, deployProviderJob, enqueue } from "@pragma/jobs";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** Time for a job to begin, and to free one that a dead worker held. */
const PATIENCE_SECONDS = 60;
const BATCH = 100;

/**
 * Queues builds and deployments again that have lost their job: the queue gives a job up after 25 failures. Rows say
 * what is to be done; jobs are hints. Meant to run periodically on any worker; an extra job does no harm.
 * @returns how many
 */
export async function resumeUnfinished({ db, wakeUp }: Core): Promise<number> {
  const builds = await findUnfinishedBuilds(db, PATIENCE_SECONDS, BATCH);
  const deployments = await findUnfinishedDeployments(db, PATIENCE_SECONDS, BATCH);
  for (const { organization_id: organizationId, provider, version } of builds) {
    await enqueue(db, buildProviderJob, { organizationId, provider, version });
  }
  for (const { organization_id: organizationId, provider } of deployments) {
    await enqueue(db, deployProviderJob, { organizationId, provider });
  }
  const count = builds.length + deployments.length;
  if (count > 0) wakeUp.jobAdded();
  return count;
}
