import type { KeptField, Resource } from "@pragma/contract";
import { type JsonObject, type ResourceRef, resourceKey } from "@pragma/language";

/** A resource as its author writes it. Omitted fields are empty: an editor shows the whole resource. */
export interface Manifest extends ResourceRef, Metadata {
  config: JsonObject;
  /** Keys, `provider/resource/name`, of what it waits for beside what it refers to. */
  depends_on: string[];
  /** Keys of all, as an answer of the API lists them, if the text is one: the server tells which of them are explicit. */
  dependencies?: string[];
}

/** The fields stored beside the config. A field of the API that is missing here does not compile. */
export interface Metadata extends Record<KeptField, unknown> {
  tags: string[];
  /** Keys of the resources that it goes with. */
  owner_references: string[];
  deletion_protected: boolean;
}

/** A manifest of nothing but its identity and its config. */
export function newManifest({ provider, resource, name, config }: ResourceRef & { config: JsonObject }): Manifest {
  const empty = { depends_on: [], tags: [], owner_references: [], deletion_protected: false };
  return { provider, resource, name, config, ...empty };
}

/** A resource that exists, and what its answer does not tell. */
export interface ReadResource {
  resource: Resource;
  /** Keys of its explicit dependencies. */
  explicit: readonly string[];
}

/** The manifest of a resource that exists. */
export function manifestOf({ resource, explicit }: ReadResource): Manifest {
  const { provider, name, config, tags, owner_references, deletion_protected } = resource;
  return {
    ...{ provider, resource: resource.resource, name, config },
    depends_on: [...explicit],
    tags: tags ?? [],
    owner_references: owner_references.map(resourceKey),
    deletion_protected,
  };
}
