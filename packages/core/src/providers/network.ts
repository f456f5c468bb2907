import type { ProviderNetwork } from "@pragma/contract";

/**
 * Whether a version may reach the network: a deployment can restrict what the package asks for, but not extend it.
 *
 * @param asked by the package; stored with each successful build
 * @param deployed the deployment's restriction; null for none
 */
export function effectiveNetwork(asked: ProviderNetwork | null, deployed: ProviderNetwork | null): ProviderNetwork {
  return asked === "host" && deployed !== "none" ? "host" : "none";
}
