import type { Pragma, Resource } from "@pragma/sdk";
import type { ManifestDocument } from "../manifest/document.ts";
import { dependenciesFirst } from "../resource/dependencies-first.ts";
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
  const byId = new Map(left.map((one) => [friendlyId(one), one]));
  const dependenciesOf = ({ dependencies }: Resource) => dependencies.flatMap((ref) => byId.get(friendlyId(ref)) ?? []);
  // The API takes no cycles.
  const cycle = () => new Error("The dependencies of what is to be pruned changed while they were read");
  return dependenciesFirst(left, dependenciesOf, cycle).map(friendlyId).reverse();
}
