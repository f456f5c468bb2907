import { giveBackDeployment } from "@pragma/db/queries";
import { deployProviderJob, enqueue } from "@pragma/jobs";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import type { ClaimedDeployment } from "./claim-deployment.ts";

/**
 * Leaves a claimed deployment to another worker, since this one stops. It does not count as a try: however often workers
 * are replaced meanwhile, it is carried out. Does nothing if another worker has taken it over.
 */
export async function handBackDeployment(
  core: Core,
  { organizationId, provider, attempt, version }: ClaimedDeployment,
): Promise<void> {
  await unitOfWork(core, async ({ db }) => {
    if (!(await giveBackDeployment(db.tenant(organizationId), { provider, attempt, version }))) return;
    // Not at once: the queue of this worker may still take jobs.
    await enqueue(db, deployProviderJob, { organizationId, provider }, { delaySeconds: 1 });
  });
}
