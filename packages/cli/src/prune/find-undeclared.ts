import type { Pragma } from "@pragma/sdk";
import { dependentsFirst } from "../delete/dependents-first.ts";
import type { ManifestDocument } from "../manifest/document.ts";
import { friendlyId } from "../resource/friendly-id.ts";

/**
 * The resources with a tag that no document declares, dependents first. What is owned goes with its owner, so it is none of
 * them.
 */
export async function findUndeclared(
  { resources }: Pragma,
  tag: string,
  documents: readonly ManifestDocument[],
  signal: AbortSignal,
): Promise<string[]> {
  const declared = new Set(documents.map(({ id }) => id));
  const tagged = await resources.list({ tags: [tag], signal }).toArray();
  const left = tagged.filter((one) => !declared.has(friendlyId(one)) && one.owner_references.length === 0);
  return dependentsFirst(left).map(friendlyId);
}
