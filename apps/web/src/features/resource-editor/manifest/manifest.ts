import { type JsonObject, type Resource, resourceKey } from "@pragma/contract";
import { referencedKeys } from "../references/reference.ts";

/** A resource as its author writes it. What is left out is empty: the editor shows the whole resource. */
export interface Manifest {
  provider: string;
  resource: string;
  name: string;
  config: JsonObject;
  /** Keys, `provider/resource/name`. Those found in references are not among them. */
  depends_on: string[];
  tags: string[];
  /** Keys of the resources that it goes with. */
  owner_references: string[];
  deletion_protected: boolean;
}

/** What is shown in place of a sensitive value; sent back, it means "unchanged". */
export const MASK = "********";

/** In secrets strings are data, `${` included; references are objects there. */
export function hasStringReferences(type: { provider: string; resource: string }): boolean {
  return !(type.provider === "pragma" && type.resource === "secret");
}

/** The manifest of a resource that exists. */
export function manifestOf(resource: Resource): Manifest {
  const { provider, name, config, tags, deletion_protected } = resource;
  const derived = new Set(referencedKeys(config, hasStringReferences(resource)));
  return {
    provider,
    resource: resource.resource,
    name,
    config,
    depends_on: resource.dependencies.map(resourceKey).filter((key) => !derived.has(key)),
    tags: tags ?? [],
    owner_references: resource.owner_references.map(resourceKey),
    deletion_protected,
  };
}
