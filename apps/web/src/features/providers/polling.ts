import { type BuildStatus, type DeploymentStatus, isBuildFinished, isDeploying } from "@pragma/contract";

const INTERVAL_MS = 2000;

/** How often to poll a deployment: repeatedly while it is in progress, otherwise never. */
export function deploymentInterval(statuses: readonly (DeploymentStatus | null)[]): number | false {
  return statuses.some((status) => status !== null && isDeploying(status)) ? INTERVAL_MS : false;
}

/** The same for builds. */
export function buildInterval(statuses: readonly BuildStatus[]): number | false {
  return statuses.some((status) => !isBuildFinished(status)) ? INTERVAL_MS : false;
}
