import type { Tenant } from "@pragma/db";
import { requestTypeSeal } from "@pragma/db/maintenance";
import {
  endDeployment,
  findTypes,
  findUsedTypes,
  lockProvider,
  lockTypes,
  overrideBuildNetwork,
  type ProviderTypeRow,
  putProviderHealth,
  replaceOwnTypes,
} from "@pragma/db/queries";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { sealsMore } from "../sealing/index.ts";
import { typeRows } from "../type-rows.ts";
import type { ClaimedDeployment } from "./claim-deployment.ts";

/**
 * Makes the wanted version serve, in one transaction: the organization's types become those of its build. Events handed
 * over earlier finish on the version that they started with.
 * @returns false if another deployment or worker has taken it over, or its provider is being deleted; also if a type
 *   that it lacks has got resources in the meantime, which fails the deployment
 */
export async function switchDeployment(core: Core, deployment: ClaimedDeployment): Promise<boolean> {
  const { organizationId, provider, version } = deployment;
  const switched = await unitOfWork(core, async ({ db }) => {
    const tenant = db.tenant(organizationId);
    await lockProvider(tenant, provider);
    // From here on nothing is written with the old types, and everything that was is visible.
    await lockTypes(tenant, provider);
    const lost = (await findUsedTypes(tenant, provider)).filter(
      ({ resource, known }) => known && !Object.hasOwn(deployment.types, resource),
    );
    if (lost.length > 0) {
      const names = lost.map(({ resource }) => `${provider}/${resource}`).join(", ");
      await endDeployment(tenant, deployment, "failed", `${version} has no ${names}, of which there are resources`);
      return false;
    }
    const row = await endDeployment(tenant, deployment, "available", null);
    if (!row) return false;
    const before = await typesNow(tenant, provider);
    const types = typeRows(provider, version, deployment.types);
    await replaceOwnTypes(tenant, provider, types);
    if (sealsMore(before, types)) await requestTypeSeal(tenant, provider);
    await overrideBuildNetwork(tenant, provider, version, row.network);
    await putProviderHealth(tenant, provider, { healthy: true, message: null });
    return true;
  });
  core.wakeUp.changed();
  return switched;
}

/** The types of a provider that the organization sees: its own, or else the shipped ones. */
async function typesNow(tenant: Tenant, provider: string): Promise<ProviderTypeRow[]> {
  const { own, shipped } = await findTypes(tenant, undefined);
  const ofProvider = (set: typeof own): ProviderTypeRow[] =>
    set?.types.filter((type) => type.provider === provider) ?? [];
  const mine = ofProvider(own);
  return mine.length > 0 ? mine : ofProvider(shipped);
}
