import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { ROOT } from "../root.ts";

/** Fields of a manifest that the checks read; that it has these types, its schema has said. */
export type Manifest =
  | Of<"Namespace", NoSpec>
  | Of<"PodDisruptionBudget", { spec: { selector: Selector } }>
  | Of<"ConfigMap", NoSpec & { data?: Record<string, string> }>
  | Of<"ServiceAccount", NoSpec & { automountServiceAccountToken?: boolean }>
  | Of<"Deployment" | "Job", { spec: WorkloadSpec }>
  | Of<"Pod", { spec: PodSpec }>
  | Of<"Role" | "ClusterRole", NoSpec & { rules?: { resources: string[]; verbs: string[] }[] }>
  | Of<"RoleBinding", NoSpec & { roleRef: Bound<"Role" | "ClusterRole">; subjects?: Bound<"ServiceAccount">[] }>
  | Of<"Service", { spec: { selector: Labels; ports: { name: string; targetPort: string }[] } }>
  | Of<"NetworkPolicy", { spec: NetworkPolicySpec }>
  | Of<"HorizontalPodAutoscaler" | "ScaledObject", { spec: ScalerSpec }>
  | Of<"Ingress", { spec: { rules: { http: { paths: { backend: { service: Backend } }[] } }[] } }>;

/** The manifests of a kind. */
export type ManifestOf<Kind extends Manifest["kind"]> = Extract<Manifest, { kind: Kind }>;

interface NoSpec {
  spec?: undefined;
}

type Of<Kind extends string, Rest> = Kind extends string
  ? Rest & { apiVersion: string; kind: Kind; metadata: { name: string; namespace?: string; labels?: Labels } }
  : never;

interface Bound<Kind> {
  kind: Kind;
  name: string;
}

export interface Selector {
  matchLabels?: Labels;
}

export interface WorkloadSpec {
  replicas?: number;
  selector?: Selector;
  strategy?: { rollingUpdate?: { maxUnavailable?: number } };
  template: { metadata: { labels: Labels }; spec: PodSpec };
}

/** Addresses, or Pods and namespaces by their labels. */
export interface Peer {
  ipBlock?: { cidr: string; except?: string[] };
  namespaceSelector?: Selector;
  podSelector?: Selector;
}

export interface NetworkPolicySpec {
  podSelector: Selector;
  policyTypes: string[];
  ingress?: { from?: Peer[]; ports: { port: string }[] }[];
  egress?: { to: Peer[]; ports?: { port: number }[] }[];
}

export interface ScalerSpec {
  scaleTargetRef: { kind: "Deployment"; name: string };
  /** Maximum of a HorizontalPodAutoscaler. */
  maxReplicas?: number;
  /** Maximum of a ScaledObject. */
  maxReplicaCount?: number;
  triggers?: { type: string; metadata: { query: string } }[];
}

export interface Backend {
  name: string;
  port: { name: string };
}

export type Labels = Record<string, string>;

export interface SecurityContext {
  privileged?: boolean;
  allowPrivilegeEscalation?: boolean;
  readOnlyRootFilesystem?: boolean;
  runAsNonRoot?: boolean;
  runAsUser?: number;
  procMount?: string;
  seccompProfile?: { type: string };
  appArmorProfile?: { type: string; localhostProfile?: string };
  seLinuxOptions?: object;
  capabilities?: { add?: string[]; drop?: string[] };
  sysctls?: object[];
}

export interface Probe {
  httpGet?: { path: string; port: string; host?: string };
}

export interface Container {
  name: string;
  image: string;
  ports?: { name: string; containerPort: number; hostPort?: number }[];
  env?: {
    name: string;
    value?: string;
    valueFrom?: { secretKeyRef?: { name: string; key: string; optional?: boolean } };
  }[];
  envFrom?: { configMapRef: { name: string } }[];
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
  securityContext?: SecurityContext;
  startupProbe?: Probe;
  livenessProbe?: Probe;
  readinessProbe?: Probe;
  volumeMounts?: { name: string }[];
}

export interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  volumes?: ({ name: string } & Record<string, unknown>)[];
  securityContext?: SecurityContext;
  serviceAccountName?: string;
  automountServiceAccountToken?: boolean;
  enableServiceLinks?: boolean;
  terminationGracePeriodSeconds?: number;
  hostUsers?: boolean;
  hostNetwork?: boolean;
  hostPID?: boolean;
  hostIPC?: boolean;
}

/** @throws Error naming what is malformed, keys that are there twice included */
export function parseManifests<Document extends object = Manifest>(text: string): Document[] {
  return parseAllDocuments(text).map((document) => {
    const [error] = document.errors;
    if (error) throw error;
    return document.toJS() as Document;
  });
}

/**
 * Output of `kustomize build` for a folder; undefined where kustomize is not installed.
 * @param folder from the root of the repository
 */
export function render(folder: string): Manifest[] | undefined {
  try {
    return parseManifests(execFileSync("kustomize", ["build", join(ROOT, folder)], { encoding: "utf8" }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Whether a selector of labels (`matchLabels` alone, which is all that the manifests use) selects what has these. */
export function selects(selector: Labels = {}, labels: Labels = {}): boolean {
  return Object.entries(selector).every(([name, value]) => labels[name] === value);
}
