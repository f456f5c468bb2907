import type { ProviderStatus } from "@pragma/contract";
import { findDeployment, findProviderHealth } from "@pragma/db/queries";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { notFound } from "../foundation/common/errors.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { presentDeployment, presentShipped } from "./present.ts";
import { readLiveWorkers } from "./readiness/check-readiness.ts";
import { findShippedProvider } from "./shipped.ts";

/**
 * The status of the provider's last deployed version; a shipped provider is available in its version.
 * @throws DomainError not_found if it was never deployed, and is not shipped
 */
export async function getDeployment(core: Core, context: RequestContext, provider: string): Promise<ProviderStatus> {
  const tenant = core.db.tenant(context.organizationId);
  const [row, health, workers] = await Promise.all([
    findDeployment(tenant, provider),
    findProviderHealth(tenant, provider),
    readLiveWorkers(core),
  ]);
  if (row) return presentDeployment(row, health, workers);
  const shipped = await findShippedProvider(core, provider);
  if (!shipped) throw notFound("Deployment");
  return presentShipped(shipped, health, workers);
}
