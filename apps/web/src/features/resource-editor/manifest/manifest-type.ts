import type { ResourceType } from "@pragma/contract";

/** The facts about a type that are needed to read its manifests. */
export type ManifestType = Pick<ResourceType, "schema" | "string_references">;

/** Whether `${…}` in strings are references, by the server's rule: as the type says, and yes if it is unknown. */
export function hasStringReferences(type: Pick<ManifestType, "string_references"> | undefined): boolean {
  return type?.string_references ?? true;
}
