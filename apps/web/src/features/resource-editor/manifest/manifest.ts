import { type JsonObject, type Resource, type ResourceRef, type ResourceType, resourceKey } from "@pragma/contract";
import { referencedKeys } from "../references/reference.ts";
import { METADATA_NAMES, type Metadata, metadataOf } from "./metadata.ts";

/** A resource as its author writes it. Omitted fields are empty: the editor shows the whole resource. */
export interface Manifest extends ResourceRef, Metadata {
  config: JsonObject;
  /** Keys, `provider/resource/name`, without those found in references. */
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

/** The facts about a type that are needed to read its manifests. */
export type ManifestType = Pick<ResourceType, "schema" | "string_references">;

/** Whether `${…}` in strings are references, by the server's rule: as the type says, and yes if it is unknown. */
export function hasStringReferences(type: Pick<ManifestType, "string_references"> | undefined): boolean {
  return type?.string_references ?? true;
}

/**
 * The manifest of a resource that exists.
 * @param type undefined where it is unknown
 */
export function manifestOf(resource: Resource, type: ManifestType | undefined): Manifest {
  const { provider, name, config } = resource;
  const derived = new Set(referencedKeys(config, hasStringReferences(type)));
  return {
    provider,
    resource: resource.resource,
    name,
    config,
    depends_on: resource.dependencies.map(resourceKey).filter((key) => !derived.has(key)),
    ...metadataOf(resource),
  };
}
