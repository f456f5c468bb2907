import { hash } from "node:crypto";
import type { ResourceRow } from "@pragma/db/queries";
import type { OrganizationTypes } from "../../foundation/types/index.ts";
import { type Basis, type DecidedChange, joins, type Standing } from "./decision.ts";

type Version = Pick<ResourceRow, "key" | "version">;

/**
 * That of all documents that a change finds unchanged, for its plan; undefined if there is none, or if they have to be decided
 * again: what joins or is compared at last has an action of its own, and what is deleted may be what a document relies on.
 */
export function standingOfUnchanged({ documents, deletions, types }: DecidedChange): Basis["unchanged"] {
  const rows = documents.flatMap(({ action, existing }) => (action === "unchanged" && existing ? [existing] : []));
  const isDecidedAgain =
    deletions.targets.length > 0 || documents.some((one) => one.action === "uncompared" || joins(one));
  if (rows.length === 0 || isDecidedAgain) return undefined;
  return { documents: documents.map(({ key }) => key), digest: digestOf(rows), types: typesOf(rows, types) };
}

/** Whether all stands as it did. @param rows those of the same resources, as they are now, in any order */
export function standsStill(before: Standing, rows: readonly Version[], types: OrganizationTypes): boolean {
  return (
    before.digest === digestOf(rows) &&
    before.types.every(([provider, resource, standing]) => standingOfType(types, provider, resource) === standing)
  );
}

/** Which versions of resources there are: no two writes have the same. */
function digestOf(rows: readonly Version[]): string {
  const ordered = rows.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  return hash("sha256", ordered.map(({ key, version }) => `${key} ${version}`).join("\n"), "base64url");
}

function typesOf(rows: readonly ResourceRow[], types: OrganizationTypes): Standing["types"] {
  const named = new Map(rows.map(({ provider, resource }) => [`${provider}/${resource}`, { provider, resource }]));
  return [...named.values()].map(({ provider, resource }) => {
    return [provider, resource, standingOfType(types, provider, resource)];
  });
}

function standingOfType(types: OrganizationTypes, provider: string, resource: string): string {
  const type = types.find(provider, resource);
  return `${type?.version ?? ""} ${type?.schemaId ?? ""}`;
}
