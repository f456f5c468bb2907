import { type BuildStatus, type DeploymentStatus, isBuildFinished, isDeploying } from "@pragma/contract";

const INTERVAL_MS = 2000;

/** How often to read a deployment: again and again while it is under way, else not by itself. */
export function deploymentInterval(statuses: readonly (DeploymentStatus | null)[]): number | false {
  return statuses.some((status) => status !== null && isDeploying(status)) ? INTERVAL_MS : false;
}

/** The same for builds. */
export function buildInterval(statuses: readonly BuildStatus[]): number | false {
  return statuses.some((status) => !isBuildFinished(status)) ? INTERVAL_MS : false;
}
