import { resourceKey } from "@pragma/language";
import type { Pragma, Resource } from "@pragma/sdk";
import { atOnce } from "../concurrency/at-once.ts";
import { dependentsFirst } from "../delete/dependents-first.ts";
import { CliError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-codes.ts";
import type { ManifestDocument } from "../manifest/document.ts";
import { readIfAny } from "../resource/read-if-any.ts";

/**
 * The resources with a tag that no document declares, dependents first. Excludes those with an owner that stays: they
 * may be a provider's, and are deleted with their owner.
 *
 * @throws CliError if deleting one of them would also delete a declared one
 */
export async function findUndeclared(
  client: Pragma,
  tag: string,
  documents: readonly ManifestDocument[],
  signal: AbortSignal,
): Promise<string[]> {
  const declared = new Set(documents.map(({ id }) => id));
  const tagged = await client.resources.list({ tags: [tag], signal }).toArray();
  const undeclared = tagged.filter((one) => !declared.has(resourceKey(one)));
  const undeclaredIds = new Set(undeclared.map(resourceKey));
  const owners = [...new Set(undeclared.flatMap(ownersOf))].filter((id) => !undeclaredIds.has(id));
  const staying = new Set<string>();
  const look = async (id: string, either: AbortSignal) => {
    if ((await readIfAny(client, id, either)) !== null) staying.add(id);
  };
  await atOnce(owners, look, signal);
  const going = undeclared.filter((one) => !ownersOf(one).some((id) => staying.has(id)));
  await refuseDeclared(client, new Set(going.map(resourceKey)), documents, signal);
  return dependentsFirst(going).map(resourceKey);
}

/** A declared resource may be owned by an undeclared one. */
async function refuseDeclared(
  client: Pragma,
  going: ReadonlySet<string>,
  documents: readonly ManifestDocument[],
  signal: AbortSignal,
): Promise<void> {
  if (going.size === 0) return;
  const check = async (document: ManifestDocument, either: AbortSignal) => {
    const wanted = document.input.owner_references;
    const owners =
      wanted === undefined ? await ownersNow(client, document.id, either) : (wanted ?? []).map(resourceKey);
    const owner = owners.find((id) => going.has(id));
    if (owner === undefined || !owners.every((id) => going.has(id))) return;
    throw new CliError(
      `${owner} is no longer declared, but it owns ${document.id}, which is, and deleting it would delete that too`,
      {
        exitCode: EXIT.conflict,
        hint: `Declare ${owner}, or give ${document.id} \`owner_references: []\`.`,
      },
    );
  };
  await atOnce(documents, check, signal);
}

async function ownersNow(client: Pragma, id: string, signal: AbortSignal): Promise<string[]> {
  const resource = await readIfAny(client, id, signal);
  return resource === null ? [] : ownersOf(resource);
}

function ownersOf({ owner_references }: Resource): string[] {
  return owner_references.map(resourceKey);
}
