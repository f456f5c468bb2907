import { PROVIDER_VERSION_PATTERN } from "@pragma/contract";

/** Whether a version is the one shipped with the product: what an organization pushes is named after its time. */
export function isShippedVersion(version: string | null): boolean {
  return version !== null && !PROVIDER_VERSION_PATTERN.test(version);
}

export type DeployAction = "deploy" | "again" | "rollback";

/**
 * Classifies the deployment of a version.
 *
 * @param serving the version that serves; null before the first deployment
 */
export function deployAction(version: string, serving: string | null): DeployAction {
  if (version === serving) return "again";
  // Versions of an organization are times, so they sort as text.
  return serving !== null && !isShippedVersion(serving) && version < serving ? "rollback" : "deploy";
}

export const ACTION_WORDS: Record<DeployAction, string> = {
  deploy: "Deploy",
  again: "Deploy again",
  rollback: "Roll back",
};

/** A version in a few characters; shipped versions are hashes. */
export function shortVersion(version: string): string {
  return isShippedVersion(version) ? version.slice(0, 12) : version;
}
