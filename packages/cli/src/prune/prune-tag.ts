import { type Deletion, deleteAll } from "../delete/delete-all.ts";
import type { ManifestDocument } from "../manifest/document.ts";
import type { Session } from "../session/session.ts";
import { findUndeclared } from "./find-undeclared.ts";

/**
 * Deletes resources that have a tag but are not declared, dependents first. One that others still need stays, and is
 * reported.
 */
export async function pruneTag(
  session: Session,
  tag: string,
  documents: readonly ManifestDocument[],
  timeout: number,
): Promise<Deletion[]> {
  const ids = await findUndeclared(await session.client(), tag, documents, session.io.signal);
  return deleteAll(session, ids, { wait: true, timeout });
}

/** What came of one, beside what came of those that were applied. */
export function prunedResult({ id, result, error }: Deletion) {
  return { resource: id, file: null, line: null, column: null, change: "pruned", state: result, reason: error };
}
