import type { KubernetesSettings } from "@pragma/runtime";

/** Environment variables about Pods, and about what exists only without them. */
export interface KubernetesVariables {
  PRAGMA_DRIVER: "process" | "kubernetes";
  PRAGMA_KUBERNETES_API: string;
  PRAGMA_KUBERNETES_TOKEN_PATH: string;
  PRAGMA_KUBERNETES_CA_PATH: string;
  PRAGMA_KUBERNETES_NAMESPACE: string;
  PRAGMA_KUBERNETES_POD?: string | undefined;
  PRAGMA_KUBERNETES_IMAGE?: string | undefined;
  PRAGMA_KUBERNETES_RUNTIME_CLASS?: string | undefined;
  PRAGMA_KUBERNETES_DNS_POLICY: "ClusterFirst" | "Default";
  PRAGMA_KUBERNETES_MEMORY_MB: number;
  PRAGMA_KUBERNETES_MEMORY_REQUEST_MB: number;
  PRAGMA_KUBERNETES_CPUS: number;
  PRAGMA_KUBERNETES_CPU_REQUEST: number;
  PRAGMA_KUBERNETES_BUILD_MEMORY_MB: number;
  PRAGMA_KUBERNETES_START_SECONDS: number;
  PRAGMA_SANDBOX: string;
  PRAGMA_PROVIDER_PROGRAMS: string;
  PRAGMA_PROVIDER_FOLDERS: readonly unknown[];
  PRAGMA_EGRESS_ALLOW: string;
}

/** After which a Pod ends that its worker does not speak to. */
const SILENCE_MS = 60_000;
const SCRATCH_MB = 256;
/** Source, dependencies and caches of a build: 1 GiB, and what the package manager needs besides. */
const BUILD_SCRATCH_MB = 3072;

/** Settings of the sandbox, each with what takes its place. */
const OTHERS: readonly [string, (env: KubernetesVariables) => boolean, string][] = [
  ["PRAGMA_SANDBOX", (env) => env.PRAGMA_SANDBOX !== "auto", "each provider has a Pod"],
  ["PRAGMA_PROVIDER_PROGRAMS", (env) => env.PRAGMA_PROVIDER_PROGRAMS !== "node", "they see the Pod's image"],
  ["PRAGMA_PROVIDER_FOLDERS", (env) => env.PRAGMA_PROVIDER_FOLDERS.length > 0, "Pods see no folder of a machine"],
  ["PRAGMA_EGRESS_ALLOW", (env) => env.PRAGMA_EGRESS_ALLOW !== "", "write a NetworkPolicy"],
];

/**
 * How providers run as Pods; null if they run on this machine.
 * @throws Error with one line for each setting that means nothing with Pods, for the operator to read
 */
export function kubernetesOf(env: KubernetesVariables): KubernetesSettings | null {
  if (env.PRAGMA_DRIVER === "process") return null;
  const unread = OTHERS.filter(([, isSet]) => isSet(env));
  if (unread.length > 0)
    throw new Error(
      unread.map(([name, , instead]) => `${name}: has no effect with PRAGMA_DRIVER=kubernetes: ${instead}`).join("\n"),
    );
  const [cpus, cpuRequest] = [env.PRAGMA_KUBERNETES_CPUS, env.PRAGMA_KUBERNETES_CPU_REQUEST];
  const resources = (memoryMb: number, scratchMb: number) => ({
    ...{ memoryMb, cpus, scratchMb },
    // More is refused by Kubernetes.
    requests: {
      memoryMb: Math.min(env.PRAGMA_KUBERNETES_MEMORY_REQUEST_MB, memoryMb),
      cpus: Math.min(cpuRequest, cpus),
    },
  });
  return {
    url: env.PRAGMA_KUBERNETES_API,
    tokenFile: env.PRAGMA_KUBERNETES_TOKEN_PATH,
    caFile: env.PRAGMA_KUBERNETES_CA_PATH,
    namespace: env.PRAGMA_KUBERNETES_NAMESPACE,
    ownPod: env.PRAGMA_KUBERNETES_POD ?? null,
    image: env.PRAGMA_KUBERNETES_IMAGE ?? null,
    runtimeClass: env.PRAGMA_KUBERNETES_RUNTIME_CLASS ?? null,
    dnsPolicy: env.PRAGMA_KUBERNETES_DNS_POLICY,
    provider: resources(env.PRAGMA_KUBERNETES_MEMORY_MB, SCRATCH_MB),
    build: resources(env.PRAGMA_KUBERNETES_BUILD_MEMORY_MB, BUILD_SCRATCH_MB),
    startMs: env.PRAGMA_KUBERNETES_START_SECONDS * 1000,
    silenceMs: SILENCE_MS,
  };
}
