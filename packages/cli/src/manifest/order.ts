import { resourceKey } from "@pragma/language";
import type { ResourceRef } from "@pragma/sdk";
import { usageError } from "../errors/cli-error.ts";
import { dependenciesFirst } from "../resource/dependencies-first.ts";
import type { ManifestDocument } from "./document.ts";
import { referencesOf } from "./references.ts";

/**
 * The documents, each after its dependencies and owners. Otherwise their order stays.
 *
 * @throws CliError for a cycle, with its path
 */
export function inOrder(documents: readonly ManifestDocument[]): ManifestDocument[] {
  return dependenciesFirst(documents, predecessorsWithin(documents), cycle);
}

/** For each document, those that must be applied before it: its dependencies and its owners. */
export function predecessorsWithin(
  documents: readonly ManifestDocument[],
): (document: ManifestDocument) => ManifestDocument[] {
  const byId = new Map(documents.map((document) => [document.id, document]));
  return (document) => pick([...dependencyIds(document), ...namesIn(document.input.owner_references)], byId);
}

/** For each document, those that it waits for. */
export function dependenciesWithin(
  documents: readonly ManifestDocument[],
): (document: ManifestDocument) => ManifestDocument[] {
  const byId = new Map(documents.map((document) => [document.id, document]));
  return (document) => pick(dependencyIds(document), byId);
}

function dependencyIds(document: ManifestDocument): string[] {
  const { input } = document;
  return [
    ...(Array.isArray(input.depends_on) ? input.depends_on : []),
    ...namesIn(input.dependencies),
    ...referencesOf(document).map(({ target }) => resourceKey(target)),
  ];
}

function namesIn(refs: unknown): string[] {
  return Array.isArray(refs) ? (refs as ResourceRef[]).map(resourceKey) : [];
}

function pick(ids: readonly string[], byId: ReadonlyMap<string, ManifestDocument>): ManifestDocument[] {
  return [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
}

function cycle(path: ManifestDocument[]): Error {
  const round = path.slice(path.indexOf(path.at(-1) as ManifestDocument));
  const [first] = round;
  const where = first === undefined ? "" : `${first.file}:${first.locate([]).line}: `;
  return usageError(`${where}these depend on each other: ${round.map(({ id }) => id).join(" → ")}`);
}
