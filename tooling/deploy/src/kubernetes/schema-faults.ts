import { ScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { HorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler";
import { Job } from "kubernetes-models/batch/v1/Job";
import { Ingress } from "kubernetes-models/networking.k8s.io/v1/Ingress";
import { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import { Role } from "kubernetes-models/rbac.authorization.k8s.io/v1/Role";
import { RoleBinding } from "kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding";
import { ConfigMap } from "kubernetes-models/v1/ConfigMap";
import { Namespace } from "kubernetes-models/v1/Namespace";
import { Pod } from "kubernetes-models/v1/Pod";
import { Service } from "kubernetes-models/v1/Service";
import { ServiceAccount } from "kubernetes-models/v1/ServiceAccount";

/** Error that `validate` of a model throws. */
interface SchemaError {
  instancePath: string;
  keyword: string;
  params: Record<string, unknown>;
}

const MODELS = [
  ...[ConfigMap, Deployment, HorizontalPodAutoscaler, Ingress, Job, Namespace, NetworkPolicy, PodDisruptionBudget],
  ...[Pod, Role, RoleBinding, ScaledObject, Service, ServiceAccount],
];

/**
 * Faults of a manifest by Kubernetes' own schemas: types, what is required, and unknown fields, which the
 * API server would drop.
 *
 * @param isPatch whether what is required may be left out
 */
export function schemaFaults(document: object, isPatch = false): string[] {
  const { apiVersion, kind } = document as { apiVersion?: string; kind?: string };
  const model = MODELS.find((one) => one.apiVersion === apiVersion && one.kind === kind);
  if (model === undefined) return [`no schema for ${apiVersion} ${kind}`];
  const reading = new Reading();
  const errors = errorsOf(model, reading.watch(document, "")).filter(
    ({ keyword }) => !isPatch || keyword !== "required",
  );
  return [
    ...errors.map(({ instancePath, keyword, params }) => `${instancePath} ${keyword} ${JSON.stringify(params)}`),
    ...reading.unread(),
  ];
}

/** By the method alone: an instance would be a copy of what it is made from. */
function errorsOf(model: (typeof MODELS)[number], document: object): SchemaError[] {
  try {
    model.prototype.validate.call(document);
    return [];
  } catch (error) {
    if (error instanceof Error && "errors" in error) return error.errors as SchemaError[];
    throw error;
  }
}

/**
 * Notes what a validator looks at. The schemas are compiled to code that asks for each field by its name and lets others pass,
 * so a field that it never asked for is one that the schema does not have.
 */
class Reading {
  readonly #objects: { path: string; value: object; read: Set<PropertyKey> }[] = [];

  watch(value: object, path: string): object {
    const read = new Set<PropertyKey>();
    this.#objects.push({ path, value, read });
    const inner = new Map<PropertyKey, object>();
    return new Proxy(value, {
      get: (target, key) => {
        read.add(key);
        const found: unknown = Reflect.get(target, key);
        if (typeof found !== "object" || found === null) return found;
        const watched = inner.get(key) ?? this.watch(found, `${path}/${String(key)}`);
        inner.set(key, watched);
        return watched;
      },
    });
  }

  unread(): string[] {
    return this.#objects.flatMap(({ path, value, read }) =>
      Object.keys(value)
        .filter((key) => !read.has(key))
        .map((key) => `${path}/${key} is not a field`),
    );
  }
}
