/** A version of a provider: the time of its push in UTC, unique per provider of an organization. */
export const PROVIDER_VERSION_PATTERN = /^[0-9]{8}\.[0-9]{6}$/;

export const BUILD_STATUSES = ["pending", "building", "success", "failed"] as const;

export type BuildStatus = (typeof BUILD_STATUSES)[number];

/** Whether a build is final. */
export function isBuildFinished(status: BuildStatus): boolean {
  return status === "success" || status === "failed";
}

export const DEPLOYMENT_STATUSES = ["pending", "progressing", "available", "failed"] as const;

export type DeploymentStatus = (typeof DEPLOYMENT_STATUSES)[number];

/** Whether a deployment is pending or in progress. */
export function isDeploying(status: DeploymentStatus): boolean {
  return status === "pending" || status === "progressing";
}

/** Broken resources are looked for until there are these. More would not help: the first ones show what is wrong. */
export const MAX_BROKEN_RESOURCES = 1000;
