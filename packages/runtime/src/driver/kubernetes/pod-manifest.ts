import { CONTAINER } from "./api/pod.ts";
import type { KubernetesSettings, PodResources } from "./settings.ts";

/** Owner of a Pod: the worker, with the Pod that it runs in. */
export interface PodOwner {
  worker: string;
  /** Null outside of a cluster. */
  pod: { name: string; uid: string } | null;
  image: string;
  pullSecrets: { name: string }[];
}

/** Purpose of a Pod. */
export interface PodPurpose {
  kind: "provider" | "build";
  organizationId: string;
  providerId: string;
  version: string;
  network: "host" | "none";
}

/** The labels by which policies select Pods, and by which a worker finds its own. */
export const LABELS = {
  managedBy: "app.kubernetes.io/managed-by",
  worker: "pragma/worker",
  workerPod: "pragma/worker-pod",
  start: "pragma/start",
} as const;
export const MANAGER = "pragma-worker";

/** Account of the Pods: not root, and nobody else's. */
const UID = 10_002;

/**
 * The Pod of one process: confined as the level `restricted` asks, without a token of Kubernetes, nothing writable but one
 * folder. Its first process prints nothing and waits; what it is for comes over an exec.
 *
 * @param firstProcess the program text of process 1
 */
export function podManifest(
  settings: KubernetesSettings,
  owner: PodOwner,
  purpose: PodPurpose,
  { name, start, firstProcess }: { name: string; start: string; firstProcess: string },
): object {
  const { kind, network, organizationId, providerId, version } = purpose;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: settings.namespace,
      labels: {
        "app.kubernetes.io/name": `pragma-${kind}`,
        "app.kubernetes.io/part-of": "pragma",
        [LABELS.managedBy]: MANAGER,
        [LABELS.worker]: owner.worker,
        // Not its name, which may be longer than a label.
        ...(owner.pod && { [LABELS.workerPod]: owner.pod.uid }),
        [LABELS.start]: start,
        "pragma/network": network,
      },
      annotations: {
        "pragma/organization": organizationId,
        "pragma/provider": providerId,
        "pragma/version": version,
      },
      ...(owner.pod && {
        ownerReferences: [{ apiVersion: "v1", kind: "Pod", name: owner.pod.name, uid: owner.pod.uid }],
      }),
    },
    spec: {
      restartPolicy: "Never",
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      dnsPolicy: settings.dnsPolicy,
      ...(settings.runtimeClass !== null && { runtimeClassName: settings.runtimeClass }),
      ...(owner.pullSecrets.length > 0 && { imagePullSecrets: owner.pullSecrets }),
      terminationGracePeriodSeconds: 1,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: UID,
        runAsGroup: UID,
        fsGroup: UID,
        seccompProfile: { type: "RuntimeDefault" },
      },
      containers: [
        {
          name: CONTAINER,
          image: owner.image,
          command: ["node", "--max-old-space-size=32", "--input-type=module", "-e", firstProcess],
          args: [String(settings.silenceMs)],
          workingDir: "/tmp",
          resources: resources(settings[kind]),
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
          },
          volumeMounts: [{ name: "scratch", mountPath: "/tmp" }],
        },
      ],
      volumes: [{ name: "scratch", emptyDir: { sizeLimit: `${settings[kind].scratchMb}Mi` } }],
    },
  };
}

function resources({ memoryMb, cpus, scratchMb, requests }: PodResources): object {
  // Beside the folder: what the container runtime writes for it.
  const storage = `${scratchMb + 64}Mi`;
  return {
    requests: { memory: `${requests.memoryMb}Mi`, cpu: String(requests.cpus), "ephemeral-storage": storage },
    limits: { memory: `${memoryMb}Mi`, cpu: String(cpus), "ephemeral-storage": storage },
  };
}
