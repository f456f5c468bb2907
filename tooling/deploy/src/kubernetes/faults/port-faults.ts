import { type Cluster, named } from "../cluster.ts";
import type { Labels, Manifest } from "../manifests.ts";

/** Ports of Services and policies that no container has. */
export function portFaults(cluster: Cluster): string[] {
  return [
    ...cluster.of("Service").flatMap((service) => {
      const { ports } = service.spec;
      return faultsOf(
        cluster,
        service,
        service.spec.selector,
        ports.map(({ targetPort }) => targetPort),
      );
    }),
    ...cluster.of("NetworkPolicy").flatMap((policy) => {
      const ports = (policy.spec.ingress ?? []).flatMap((rule) => rule.ports.map(({ port }) => port));
      return faultsOf(cluster, policy, policy.spec.podSelector.matchLabels, ports);
    }),
  ];
}

function faultsOf(cluster: Cluster, manifest: Manifest, selector: Labels | undefined, ports: string[]): string[] {
  const offered = cluster
    .selected(manifest.metadata.namespace, selector)
    .flatMap(({ pod }) => pod.containers.flatMap((container) => (container.ports ?? []).map(({ name }) => name)));
  return ports.filter((port) => !offered.includes(port)).map((port) => `${named(manifest)} leads to no port ${port}`);
}
