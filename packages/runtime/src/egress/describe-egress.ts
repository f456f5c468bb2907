import type { Sandbox } from "../sandbox/sandbox.ts";
import { EGRESS_SETTING } from "./egress-policy.ts";

/** One sentence for people: what providers that use the network can reach. */
export function describeEgress({ filtersNetwork }: Sandbox): string {
  if (filtersNetwork) return `Providers that use the network reach public addresses and what ${EGRESS_SETTING} names.`;
  return `The network is not filtered: providers that use it reach whatever this machine reaches, since they cannot be given a network namespace here, and ${EGRESS_SETTING} is not enforced.`;
}
