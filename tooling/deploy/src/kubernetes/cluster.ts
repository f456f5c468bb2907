import { type Labels, type Manifest, type ManifestOf, type PodSpec, selects, type WorkloadSpec } from "./manifests.ts";

/** A Pod, or what a Deployment or Job makes. */
export interface Workload {
  manifest: ManifestOf<"Deployment" | "Job" | "Pod">;
  /** Spec of the Deployment or Job; a Pod alone has none. */
  spec: WorkloadSpec | undefined;
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
    this.workloads = manifests.flatMap((manifest): Workload[] => {
      const { metadata } = manifest;
      const { namespace = "default", name } = metadata;
      if (manifest.kind === "Pod") {
        const { labels = {} } = metadata;
        return [{ manifest, spec: undefined, namespace, name, labels, pod: manifest.spec }];
      }
      if (manifest.kind !== "Deployment" && manifest.kind !== "Job") return [];
      const { spec } = manifest;
      const { template } = spec;
      return [{ manifest, spec, namespace, name, labels: template.metadata.labels, pod: template.spec }];
    });
  }

  of<Kind extends Manifest["kind"]>(...kinds: Kind[]): ManifestOf<Kind>[] {
    const isOne = (manifest: Manifest): manifest is ManifestOf<Kind> => kinds.some((kind) => kind === manifest.kind);
    return this.manifests.filter(isOne);
  }

  has(kind: Manifest["kind"], namespace: string | undefined, name: string): boolean {
    return this.find(kind, namespace, name) !== undefined;
  }

  find<Kind extends Manifest["kind"]>(
    kind: Kind,
    namespace: string | undefined,
    name: string,
  ): ManifestOf<Kind> | undefined {
    return this.of(kind).find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
  }

  selected(namespace: string | undefined, selector: Labels | undefined): Workload[] {
    return this.workloads.filter((one) => one.namespace === namespace && selects(selector, one.labels));
  }

  /** Environment of a workload without its secrets: of its ConfigMaps, then its own. */
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
