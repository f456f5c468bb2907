/** The fields of a Kubernetes Pod that the driver reads. Fields that are missing are not set yet. */
export interface Pod {
  metadata: {
    name: string;
    uid: string;
    resourceVersion?: string;
    labels?: Record<string, string>;
    creationTimestamp?: string;
    deletionTimestamp?: string;
  };
  spec?: {
    containers?: { name: string; image?: string }[];
    imagePullSecrets?: { name: string }[];
  };
  status?: {
    phase?: "Pending" | "Running" | "Succeeded" | "Failed" | "Unknown";
    reason?: string;
    message?: string;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
    containerStatuses?: { name: string; state?: ContainerState }[];
  };
}

export interface ContainerState {
  waiting?: { reason?: string; message?: string };
  running?: { startedAt?: string };
  terminated?: { exitCode?: number; reason?: string; message?: string; finishedAt?: string };
}

/** The container in which providers run. */
export const CONTAINER = "provider";

/** The state of the container; nothing before it is known. */
export function containerState(pod: Pod | null): ContainerState {
  return pod?.status?.containerStatuses?.find(({ name }) => name === CONTAINER)?.state ?? {};
}

/** Whether its container runs. */
export function isRunning(pod: Pod | null): boolean {
  return pod?.status?.phase === "Running" && containerState(pod).running !== undefined;
}

/** Whether its container has ended for good, with everything in it. */
export function isOver(pod: Pod | null): boolean {
  const phase = pod?.status?.phase;
  return phase === "Succeeded" || phase === "Failed" || containerState(pod).terminated !== undefined;
}
