import { resourceId } from "@pragma/contract";
import { findIdentities, type ResourceRow } from "@pragma/db/queries";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { ChangeRequest } from "../request/change-request.ts";
import { failedGuards, type Guard, guardsOf, KnownRows, type Refusal, repeatedDeletions } from "./conditions.ts";
import type { KnownDeletion } from "./decide-deletions.ts";

/** Resources that a change names, by existence. */
export interface Known {
  /** Deletions of resources that exist, each once. */
  deletions: KnownDeletion[];
  /** Keys of existing named resources, but for the documents that were found by key. */
  keysById: ReadonlyMap<string, string>;
  /** Absent resources to delete, by key, or by id if that is what names them. */
  absent: readonly string[];
  guards: readonly Guard[];
  /** Refusals of deletions and conditions that are known before anything is decided. */
  refusals: readonly Refusal[];
}

/**
 * Finds what a change names by either id.
 * @param read the keys of its documents, in order, and the rows of those that exist, by key
 */
export async function identify(
  core: Core,
  organizationId: string,
  { documents, delete: deletions, ifMatch, wasPlanned }: ChangeRequest,
  read: { keys: readonly string[]; rows: ReadonlyMap<string, ResourceRow> },
): Promise<Known> {
  const own = new Map<string, string>();
  for (const [index, key] of read.keys.entries()) {
    const document = documents[index];
    if (document && !read.rows.has(key)) own.set(resourceId(document.input), key);
  }
  const found = await findIdentities(core.db.tenant(organizationId), [
    ...own.keys(),
    ...deletions.map(({ resource, key }) => key ?? resource),
    ...Object.keys(ifMatch),
  ]);
  const rows = new KnownRows(found, own);
  const named = deletions.map((deletion, index) => {
    const id = deletion.key ?? deletion.resource;
    return { ...deletion, index, key: rows.keyOf(id), exists: rows.find(id) !== undefined };
  });
  const guards = guardsOf(ifMatch, rows, new Set(read.keys));
  return {
    deletions: [...new Map(named.filter(({ exists }) => exists).map((one) => [one.key, one])).values()],
    keysById: new Map(found.map(({ id, key }) => [id, key])),
    absent: [...new Set(named.filter(({ exists }) => !exists).map(({ key }) => key))],
    guards,
    refusals: [...repeatedDeletions(named), ...(wasPlanned ? [] : failedGuards(guards))],
  };
}
