import { type Labels, type Manifest, type PodSpec, selects } from "./manifests.ts";

/** A Pod, or what a Deployment or Job makes. */
export interface Workload {
  manifest: Manifest;
  namespace: string;
  name: string;
  labels: Labels;
  pod: PodSpec;
}

/** All that is applied together. */
export class Cluster {
  readonly manifests: readonly Manifest[];
  readonly workloads: readonly Workload[];

  constructor(manifests: readonly Manifest[]) {
    this.manifests = manifests;
    this.workloads = manifests.flatMap((manifest) => {
      const { metadata, spec } = manifest;
      const { namespace = "default", name } = metadata;
      if (manifest.kind === "Pod") return [{ manifest, namespace, name, labels: metadata.labels ?? {}, pod: spec }];
      if (!["Deployment", "Job"].includes(manifest.kind)) return [];
      return [{ manifest, namespace, name, labels: spec.template.metadata.labels, pod: spec.template.spec }];
    });
  }

  of(...kinds: string[]): Manifest[] {
    return this.manifests.filter(({ kind }) => kinds.includes(kind));
  }

  has(kind: string, namespace: string | undefined, name: string): boolean {
    return this.find(kind, namespace, name) !== undefined;
  }

  find(kind: string, namespace: string | undefined, name: string): Manifest | undefined {
    return this.of(kind).find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
  }

  selected(namespace: string | undefined, selector: Labels | undefined): Workload[] {
    return this.workloads.filter((one) => one.namespace === namespace && selects(selector, one.labels));
  }

  /** What a workload finds in its environment that is no secret: of its ConfigMaps, then its own. */
  environment({ namespace, pod }: Workload): Map<string, string | undefined> {
    const [container] = pod.containers;
    const shared = (container?.envFrom ?? []).flatMap(({ configMapRef }) =>
      Object.entries(this.find("ConfigMap", namespace, configMapRef.name)?.data ?? {}),
    );
    return new Map<string, string | undefined>([
      ...shared,
      ...(container?.env ?? []).map(({ name, value }) => [name, value] as const),
    ]);
  }
}

export const named = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.namespace}/${metadata.name}`;
