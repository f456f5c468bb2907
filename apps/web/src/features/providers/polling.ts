import {
  type BuildStatus,
  type DeploymentStatus,
  isBuildFinished,
  isDeploying,
  type ProviderSummary,
} from "@pragma/contract";

const INTERVAL_MS = 2000;
const SELDOM_MS = 10_000;

/** How often to poll a deployment: repeatedly while it is in progress, otherwise never. */
export function deploymentInterval(statuses: readonly (DeploymentStatus | null)[]): number | false {
  return statuses.some((status) => status !== null && isDeploying(status)) ? INTERVAL_MS : false;
}

/**
 * How often to look which providers there are: programs push, deploy and delete them, too, and what is deleted goes with
 * its last resource.
 */
export function providersInterval(providers: readonly Pick<ProviderSummary, "deployment_status">[]): number {
  return deploymentInterval(providers.map(({ deployment_status }) => deployment_status)) || SELDOM_MS;
}

/** How often to look at builds. */
export function buildInterval(statuses: readonly BuildStatus[]): number | false {
  return statuses.some((status) => !isBuildFinished(status)) ? INTERVAL_MS : false;
}
