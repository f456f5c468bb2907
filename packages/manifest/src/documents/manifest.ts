import type { Resource } from "@pragma/contract";
import { type JsonObject, type ResourceRef, resourceKey } from "@pragma/language";
import { type Metadata, metadataOf } from "./metadata.ts";

/** A resource as its author writes it. Omitted fields are empty: an editor shows the whole resource. */
export interface Manifest extends ResourceRef, Metadata {
  /** Key of its connection; null for none. Left out, nothing is said of it. */
  connection?: string | null;
  /** The identity of an existing thing that it takes over; null clears that. Left out, nothing is said of it. */
  adopt?: string | null;
  config: JsonObject;
  /** Keys, `provider/resource/name`, of what it waits for beside what it refers to. */
  depends_on: string[];
  /** Keys of all, as an answer of the API lists them, if the text is one: the server tells which of them are explicit. */
  dependencies?: string[];
}

/** A manifest of nothing but its identity and its config. */
export function newManifest({ provider, resource, name, config }: ResourceRef & { config: JsonObject }): Manifest {
  return { provider, resource, name, config, depends_on: [], ...metadataOf({}) };
}

/** A resource that exists, and what its answer does not tell. */
export interface ReadResource {
  resource: Resource;
  /** Keys of its explicit dependencies. */
  explicit: readonly string[];
}

/** The manifest of a resource that exists. */
export function manifestOf({ resource: read, explicit }: ReadResource): Manifest {
  const { provider, resource, name, config } = read;
  const connection = read.connection ? { connection: resourceKey(read.connection) } : {};
  return { provider, resource, name, ...connection, config, depends_on: [...explicit], ...metadataOf(read) };
}
