import { type Cluster, named, type Workload } from "../cluster.ts";
import type { Manifest, ManifestOf } from "../manifests.ts";

/** References and selectors of something that is not there, or something else. */
export function referenceFaults(cluster: Cluster): string[] {
  return [
    ...cluster.manifests.flatMap((manifest) => told(manifest, faultsOf(cluster, manifest))),
    ...cluster.workloads.flatMap((workload) => told(workload.manifest, faultsOfWorkload(cluster, workload))),
  ];
}

function told(manifest: Manifest, faults: string[]): string[] {
  return faults.map((fault) => `${named(manifest)} ${fault}`);
}

function faultsOf(cluster: Cluster, manifest: Manifest): string[] {
  const { kind, metadata } = manifest;
  const selected = (selector: Record<string, string> | undefined) =>
    cluster.selected(metadata.namespace, selector).length;
  if (kind === "Namespace") return [];
  const faults = cluster.has("Namespace", undefined, metadata.namespace ?? "") ? [] : ["has no namespace"];
  switch (manifest.kind) {
    case "Service":
      return selected(manifest.spec.selector) === 1 ? faults : [...faults, "selects not just one program"];
    case "PodDisruptionBudget":
      return selected(manifest.spec.selector.matchLabels) === 1 ? faults : [...faults, "selects not just one program"];
    case "NetworkPolicy":
      return selected(manifest.spec.podSelector.matchLabels) > 0 ? faults : [...faults, "selects nothing"];
    case "HorizontalPodAutoscaler":
    case "ScaledObject":
      return [...faults, ...faultsOfTarget(cluster, manifest)];
    case "RoleBinding":
      return [...faults, ...faultsOfBinding(cluster, manifest)];
    case "Ingress":
      return [...faults, ...faultsOfBackends(cluster, manifest)];
    default:
      return faults;
  }
}

function faultsOfTarget(
  cluster: Cluster,
  { metadata, spec }: ManifestOf<"HorizontalPodAutoscaler" | "ScaledObject">,
): string[] {
  const target = cluster.find(spec.scaleTargetRef.kind, metadata.namespace, spec.scaleTargetRef.name);
  if (target === undefined) return ["scales nothing"];
  // Applying the manifests again would undo what was decided.
  return target.spec.replicas === undefined ? [] : ["scales what has a number of its own"];
}

function faultsOfBinding(cluster: Cluster, { metadata, roleRef, subjects = [] }: ManifestOf<"RoleBinding">): string[] {
  const faults = cluster.has(roleRef.kind, metadata.namespace, roleRef.name) ? [] : ["binds no role"];
  const missing = subjects.filter(({ kind, name }) => !cluster.has(kind, metadata.namespace, name));
  return [...faults, ...missing.map(({ name }) => `binds no account ${name}`)];
}

function faultsOfBackends(cluster: Cluster, { metadata, spec }: ManifestOf<"Ingress">): string[] {
  return spec.rules
    .flatMap(({ http }) => http.paths)
    .map(({ backend }) => backend.service)
    .filter(({ name, port }) => {
      const ports = cluster.find("Service", metadata.namespace, name)?.spec.ports ?? [];
      return !ports.some((one) => one.name === port.name);
    })
    .map(({ name, port }) => `leads to no ${port.name} of ${name}`);
}

function faultsOfWorkload(cluster: Cluster, { manifest, spec, namespace, labels, pod }: Workload): string[] {
  const faults: string[] = [];
  const { matchLabels } = spec?.selector ?? {};
  const own = cluster.selected(namespace, matchLabels);
  if (matchLabels && !(own.length === 1 && own[0]?.labels === labels)) faults.push("selects not just its own Pods");
  const account = cluster.find("ServiceAccount", namespace, pod.serviceAccountName ?? "");
  // A Pod of a worker has none of its own, and refuses the token.
  if (manifest.kind !== "Pod" && account?.automountServiceAccountToken !== false)
    faults.push("has no account without a token");
  const volumes = (pod.volumes ?? []).map(({ name }) => name);
  const mounts = pod.containers.flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name));
  const maps = pod.containers.flatMap(({ envFrom = [] }) => envFrom.map(({ configMapRef }) => configMapRef.name));
  return [
    ...faults,
    ...mounts.filter((name) => !volumes.includes(name)).map((name) => `has no volume ${name}`),
    ...maps.filter((name) => !cluster.has("ConfigMap", namespace, name)).map((name) => `has no ConfigMap ${name}`),
  ];
}
