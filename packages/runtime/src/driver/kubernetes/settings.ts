import type { ApiServerOptions } from "./api/api-server.ts";

/** How and where Pods are made. */
export interface KubernetesSettings extends ApiServerOptions {
  /** Namespace of the Pods; the worker's own, or its end does not end them. */
  namespace: string;
  /** The worker's own Pod, which owns those that it makes; null outside of a cluster. */
  ownPod: string | null;
  /** Image of the Pods: Node 24, and for builds the platform's worker. That of the worker's own Pod if null. */
  image: string | null;
  /** Such as `gvisor`; the cluster's default if null. */
  runtimeClass: string | null;
  dnsPolicy: "ClusterFirst" | "Default";
  provider: PodResources;
  build: PodResources;
  /** How long a Pod may take until its container runs, its image pulled. */
  startMs: number;
  /** After which a Pod ends that nobody speaks to. */
  silenceMs: number;
}

/** Resources of a Pod. */
export interface PodResources {
  /** At most, in MiB. */
  memoryMb: number;
  /** At most, in processors. */
  cpus: number;
  /** Size of its folder for temporary files, in MiB. */
  scratchMb: number;
  /** Resources that the scheduler reserves for it. */
  requests: { memoryMb: number; cpus: number };
}
