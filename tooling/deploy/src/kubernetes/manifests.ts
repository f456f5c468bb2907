import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { ROOT } from "../root.ts";

/** Of a manifest, what the checks read; that it has these types, its schema has said. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Labels };
  data?: Record<string, string>;
  automountServiceAccountToken?: boolean;
  subjects?: { kind: string; name: string }[];
  rules?: { resources: string[]; verbs: string[] }[];
  // biome-ignore lint/suspicious/noExplicitAny: each kind has another, and its schema was asked.
  spec?: any;
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
  appArmorProfile?: { type: string };
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
 * What `kustomize build` makes of a folder; undefined where kustomize is not installed.
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
