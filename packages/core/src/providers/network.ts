import type { ProviderNetwork } from "@pragma/contract";

/**
 * Whether a version may reach the network: a deployment can take away what its package asks for, and give nothing.
 *
 * @param asked by the package; kept with each build that succeeded
 * @param deployed what the deployment says; null for nothing
 */
export function effectiveNetwork(asked: ProviderNetwork | null, deployed: ProviderNetwork | null): ProviderNetwork {
  return asked === "host" && deployed !== "none" ? "host" : "none";
}
