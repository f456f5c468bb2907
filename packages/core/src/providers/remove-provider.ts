import { removeBuilds, removeDeployment, removeOwnTypes, removeProviderHealth } from "@pragma/db/queries";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { buildKeys } from "./blob-keys.ts";

/**
 * Removes everything that an organization has of its own provider: deployment, builds with their logs and bytes, types,
 * health. Call it in a transaction, under `lockProvider`.
 * @returns whether there was a deployment
 */
export async function removeProvider(core: Core, organizationId: string, provider: string): Promise<boolean> {
  const tenant = core.db.tenant(organizationId);
  const versions = await removeBuilds(tenant, provider);
  await core.services.blobs.remove(core.db, organizationId, buildKeys(provider, versions));
  await removeOwnTypes(tenant, provider);
  await removeProviderHealth(tenant, provider);
  return removeDeployment(tenant, provider);
}
