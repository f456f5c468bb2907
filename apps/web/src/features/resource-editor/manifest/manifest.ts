import type { JsonObject, Resource, ResourceRef, ResourceType } from "@pragma/contract";
import { METADATA_NAMES, type Metadata, metadataOf } from "./metadata.ts";

/** A resource as its author writes it. Omitted fields are empty: the editor shows the whole resource. */
export interface Manifest extends ResourceRef, Metadata {
  config: JsonObject;
  /** Keys, `provider/resource/name`, of what it waits for beside what it refers to. */
  depends_on: string[];
  /** Keys of all, as an answer of the API lists them, if the text is one: the server tells which of them are explicit. */
  dependencies?: string[];
}

/** The fields of a manifest, in the order in which they are listed. */
export const MANIFEST_FIELDS = [
  "provider",
  "resource",
  "name",
  "config",
  "depends_on",
  "dependencies",
  ...METADATA_NAMES,
] as const satisfies readonly (keyof Manifest)[];

/** The facts about a type that are needed to read its manifests. */
export type ManifestType = Pick<ResourceType, "schema" | "string_references">;

/** Whether `${…}` in strings are references, by the server's rule: as the type says, and yes if it is unknown. */
export function hasStringReferences(type: Pick<ManifestType, "string_references"> | undefined): boolean {
  return type?.string_references ?? true;
}

/** A resource that exists, and what its answer does not tell. */
export interface ReadResource {
  resource: Resource;
  /** Keys of its explicit dependencies. */
  explicit: readonly string[];
}

/** The manifest of a resource that exists. */
export function manifestOf({ resource, explicit }: ReadResource): Manifest {
  const { provider, name, config } = resource;
  return { provider, resource: resource.resource, name, config, depends_on: [...explicit], ...metadataOf(resource) };
}
