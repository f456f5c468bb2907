import type { Pragma, ResourceType } from "@pragma/sdk";
import type { ManifestDocument } from "./document.ts";

/**
 * Reads the organization's types, and sets for each document how its type interprets strings. Only then are its
 * references known.
 *
 * @returns the types by `provider/resource`
 */
export async function learnTypes(
  client: Pragma,
  documents: readonly ManifestDocument[],
  signal: AbortSignal,
): Promise<Map<string, ResourceType>> {
  const types = new Map((await client.resources.types({ signal }).toArray()).map((type) => [typeKey(type), type]));
  for (const document of documents) {
    // An older API does not have this field.
    document.stringReferences = types.get(typeKey(document.input))?.string_references ?? true;
  }
  return types;
}

/** `provider/resource`. */
export function typeKey({ provider, resource }: { provider: string; resource: string }): string {
  return `${provider}/${resource}`;
}
