import type { Actor } from "@pragma/contract";
import {
  findDeployment,
  findLeavingProviders,
  hasResources,
  type LeavingProvider,
  lockProvider,
} from "@pragma/db/queries";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { removeProvider } from "../remove-provider.ts";

const BATCH = 100;

/**
 * Removes providers being deleted whose last resource is gone. Meant to run every few seconds on any worker; concurrent
 * runs do no harm.
 * @returns how many were removed
 */
export async function sweepDeletedProviders(core: Core): Promise<number> {
  let count = 0;
  for (const leaving of await findLeavingProviders(core.db, BATCH)) if (await sweepSafely(core, leaving)) count++;
  return count;
}

/** One that cannot be removed must not block the others. */
async function sweepSafely(core: Core, leaving: LeavingProvider): Promise<boolean> {
  try {
    return await sweep(core, leaving);
  } catch (error) {
    core.services.logger.error({ err: error, provider: leaving.provider }, "a deleted provider cannot be removed");
    return false;
  }
}

async function sweep(core: Core, leaving: LeavingProvider): Promise<boolean> {
  const { organization_id: organizationId, provider } = leaving;
  return unitOfWork(core, async (unit) => {
    const { db } = unit;
    const tenant = db.tenant(organizationId);
    await lockProvider(tenant, provider);
    const deployment = await findDeployment(tenant, provider);
    if (deployment?.deleting_since == null || (await hasResources(tenant, provider))) return false;
    await removeProvider(unit, organizationId, provider);
    const actor = JSON.parse(leaving.actor) as Actor;
    await recordAudit(
      db,
      { organizationId, actor, correlationId: leaving.correlation_id },
      { action: "provider.deleted", target: provider, outcome: "success" },
    );
    return true;
  });
}
