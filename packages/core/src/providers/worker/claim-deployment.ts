import type { ProviderNetwork } from "@pragma/contract";
import type { ProviderDescription } from "@pragma/contract/provider-protocol";
import { endDeployment, findBuild, findBuildTypes, takeDeployment } from "@pragma/db/queries";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { effectiveNetwork } from "../network.ts";

/** A deployment claimed by a worker. Taking it over starts the next attempt, and only the latest attempt may write. */
export interface ClaimedDeployment {
  readonly organizationId: string;
  readonly provider: string;
  /** The version to deploy. */
  readonly version: string;
  readonly attempt: number;
  /** Hash of that version's source. */
  readonly sourceHash: string;
  /** Whether that version may reach the network, by its package and by this deployment. */
  readonly network: ProviderNetwork;
  readonly types: ProviderDescription["types"];
  /** If this attempt cannot complete either, the deployment fails: it must not block later ones for ever. */
  readonly isLastTry: boolean;
  /** The version that serves now, if any. */
  readonly serving: string | null;
}

/** How many workers may try one deployment: the earlier ones died during it, or could not complete it. */
const MAX_TRIES = 5;

/** Why a deployment failed that the platform could not carry out. */
export const NOT_DEPLOYED =
  "The platform could not carry the deployment out; its operator finds the reason in the worker's log";

/**
 * Claims a deployment, even one that a dead worker left in progress.
 * @returns null if there is nothing to do: it is done, was tried too often, or its provider is being deleted or gone
 */
export async function claimDeployment(
  core: Core,
  { organizationId, provider }: { organizationId: string; provider: string },
): Promise<ClaimedDeployment | null> {
  const tenant = core.db.tenant(organizationId);
  const row = await takeDeployment(tenant, provider);
  if (!row) return null;
  const { wanted_version: version, serving_version: serving, attempt, tries } = row;
  const [build, types] = [await findBuild(tenant, provider, version), await findBuildTypes(tenant, provider, version)];
  const taken = { provider, attempt, version, sourceHash: build?.source_hash ?? null };
  if (tries > MAX_TRIES) {
    await endDeployment(tenant, taken, "failed", NOT_DEPLOYED);
    return null;
  }
  if (build?.status !== "success" || types === null) {
    await endDeployment(tenant, taken, "failed", `The build ${version} is kept no longer`);
    return null;
  }
  return {
    organizationId,
    provider,
    version,
    attempt,
    sourceHash: build.source_hash,
    network: effectiveNetwork(build.network, row.network),
    types: JSON.parse(types) as ProviderDescription["types"],
    serving,
    isLastTry: tries === MAX_TRIES,
  };
}
