import { type Cluster, named } from "../cluster.ts";
import type { Container, PodSpec, WorkloadSpec } from "../manifests.ts";
import { type Level, podSecurityFaults } from "../pod-security.ts";

/** Pods that their namespace would refuse, and those that are less confined or less bounded than they could be. */
export function podFaults(cluster: Cluster): string[] {
  return cluster.workloads.flatMap(({ manifest, namespace, pod }) => {
    const labels = cluster.find("Namespace", undefined, namespace)?.metadata.labels ?? {};
    const level = (labels["pod-security.kubernetes.io/enforce"] ?? "restricted") as Level;
    const faults = [
      ...podSecurityFaults(pod, level).map((fault) => `is refused by ${level}: ${fault}`),
      ...faultsOfPod(pod, hasRights(cluster, namespace, pod)),
      ...pod.containers.flatMap(faultsOfContainer),
      ...(manifest.kind === "Deployment" ? faultsOfDeployment(manifest, pod) : []),
    ];
    return faults.map((fault) => `${named(manifest)} ${fault}`);
  });
}

/** Whether its account may do something in Kubernetes. */
function hasRights(cluster: Cluster, namespace: string, { serviceAccountName }: PodSpec): boolean {
  return cluster
    .of("RoleBinding")
    .filter(({ metadata }) => metadata.namespace === namespace)
    .some(({ subjects = [] }) => subjects.some(({ name }) => name === serviceAccountName));
}

function faultsOfPod(pod: PodSpec, needsToken: boolean): string[] {
  const faults: string[] = [];
  if (!needsToken && pod.automountServiceAccountToken !== false) faults.push("is given a token of Kubernetes");
  if (needsToken && pod.automountServiceAccountToken !== true) faults.push("has rights and no token");
  // A Service called pragma-api would set PRAGMA_API_PORT.
  if (pod.enableServiceLinks !== false) faults.push("gets variables of Services");
  return faults;
}

function faultsOfContainer({ resources = {}, securityContext }: Container): string[] {
  const faults: string[] = [];
  if (!resources.requests?.["cpu"] || !resources.requests["memory"]) faults.push("requests nothing");
  if (!resources.limits?.["memory"]) faults.push("has no limit of memory");
  if (securityContext?.readOnlyRootFilesystem !== true) faults.push("may write to its image");
  return faults;
}

function faultsOfDeployment({ spec }: { spec: WorkloadSpec }, { containers }: PodSpec): string[] {
  const faults = containers.flatMap((container) =>
    (["startupProbe", "livenessProbe", "readinessProbe"] as const)
      .filter((name) => container[name] === undefined)
      .map((name) => `has no ${name}`),
  );
  if (spec.strategy?.rollingUpdate?.maxUnavailable !== 0) faults.push("is updated with fewer Pods");
  return faults;
}
