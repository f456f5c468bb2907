import { BlockList, isIPv6 } from "node:net";
import type { Cluster, Workload } from "./cluster.ts";
import { selects } from "./manifests.ts";

/**
 * Whether the policies let a workload connect to an address, by rules that name addresses; those that select Pods are of names.
 */
export function reaches(cluster: Cluster, { namespace, labels }: Workload, address: string, port: number): boolean {
  const policies = cluster
    .of("NetworkPolicy")
    .filter(({ metadata, spec }) => metadata.namespace === namespace && selects(spec.podSelector.matchLabels, labels))
    .filter(({ spec }) => spec.policyTypes.includes("Egress"));
  // Without a policy everything is allowed.
  if (policies.length === 0) return true;
  return policies
    .flatMap(({ spec }) => spec.egress ?? [])
    .filter(({ ports }) => ports === undefined || ports.some((one) => one.port === port))
    .some(({ to }) => to.some(({ ipBlock }) => ipBlock && isIn(ipBlock.cidr, address) && !isInAny(ipBlock, address)));
}

function isInAny({ except = [] }: { except?: string[] }, address: string): boolean {
  return except.some((range) => isIn(range, address));
}

function isIn(range: string, address: string): boolean {
  const [network = "", bits = ""] = range.split("/");
  const family = isIPv6(address) ? "ipv6" : "ipv4";
  if (isIPv6(network) !== isIPv6(address)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), family);
  return list.check(address, family);
}
