import type { ProviderDescription } from "@pragma/contract/provider-protocol";
import type { Tenant } from "@pragma/db";
import {
  findBuild,
  findBuildTypes,
  findNewestGoodBuild,
  findUsedTypes,
  type ProviderBuildRow,
} from "@pragma/db/queries";
import { DomainError, notFound } from "../foundation/common/errors.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { type BrokenResource, findBrokenResources } from "./broken-resources.ts";

/**
 * The build to deploy: the newest good one if no version is named.
 * @throws DomainError not_found; conflict for a build that is unfinished or failed
 */
export async function deployable(
  tenant: Tenant,
  provider: string,
  version: string | undefined,
): Promise<ProviderBuildRow> {
  const build =
    version === undefined ? await findNewestGoodBuild(tenant, provider) : await findBuild(tenant, provider, version);
  if (!build) throw notFound(version === undefined ? "A build to deploy was" : "Build");
  if (build.status === "success") return build;
  const state = build.status === "failed" ? "failed" : "is not finished";
  throw new DomainError("conflict", `The build ${version} of ${provider} ${state}: it cannot be deployed`);
}

/** Breaking effects of a version. */
export interface Breaks {
  types: ProviderDescription["types"];
  /** Types with resources that it does not have. */
  missing: string[];
  broken: BrokenResource[];
}

/** The resources that a version breaks. @param force only those of types that it does not have */
export async function findBreaks(
  core: Core,
  organizationId: string,
  provider: string,
  version: string,
  force: boolean,
): Promise<Breaks> {
  const tenant = core.db.tenant(organizationId);
  const types = JSON.parse((await findBuildTypes(tenant, provider, version)) ?? "{}") as ProviderDescription["types"];
  const missing = (await findUsedTypes(tenant, provider))
    .filter(({ resource, known }) => known && !Object.hasOwn(types, resource))
    .map(({ resource }) => resource);
  const broken = await findBrokenResources(core, organizationId, provider, types, { missing, force });
  return { types, missing, broken };
}
