import { type JsonObject, type Resource, type ResourceRef, resourceKey } from "@pragma/contract";
import { referencedKeys } from "../references/reference.ts";
import { METADATA_NAMES, type Metadata, metadataOf } from "./metadata.ts";

/** A resource as its author writes it. What is left out is empty: the editor shows the whole resource. */
export interface Manifest extends ResourceRef, Metadata {
  config: JsonObject;
  /** Keys, `provider/resource/name`. Those found in references are not among them. */
  depends_on: string[];
}

/** The fields of a manifest, in the order in which they are listed. */
export const MANIFEST_FIELDS = [
  "provider",
  "resource",
  "name",
  "config",
  "depends_on",
  ...METADATA_NAMES,
] as const satisfies readonly (keyof Manifest)[];

/** In secrets strings are data, `${` included; references are objects there. */
export function hasStringReferences(type: { provider: string; resource: string }): boolean {
  return !(type.provider === "pragma" && type.resource === "secret");
}

/** The manifest of a resource that exists. */
export function manifestOf(resource: Resource): Manifest {
  const { provider, name, config } = resource;
  const derived = new Set(referencedKeys(config, hasStringReferences(resource)));
  return {
    provider,
    resource: resource.resource,
    name,
    config,
    depends_on: resource.dependencies.map(resourceKey).filter((key) => !derived.has(key)),
    ...metadataOf(resource),
  };
}
