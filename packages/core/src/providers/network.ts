import type { ProviderNetwork } from "@pragma/contract";

/** Whether a version may reach the network: either its package or its deployment can take it away, neither give it. */
export function effectiveNetwork(...said: (ProviderNetwork | null)[]): ProviderNetwork {
  return said.includes("none") ? "none" : "host";
}
