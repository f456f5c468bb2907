import { hash } from "node:crypto";
import type { ResourceRow } from "@pragma/db/queries";
import type { OrganizationTypes } from "../../types/index.ts";
import { type DecidedChange, joins } from "./decision.ts";

type Standing = Pick<ResourceRow, "key" | "provider" | "resource" | "version">;

/**
 * The rows of resources as they stand, in one text of 43 characters: while it is the same, nothing of them or of their types
 * has been written, since no two writes have the same version. That it differs says nothing of what they declare.
 * @param rows in any order
 */
export function standingOf(rows: readonly Standing[], types: OrganizationTypes): string {
  const ordered = rows.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const standings = ordered.map(({ key, provider, resource, version }) => {
    const type = types.find(provider, resource);
    return JSON.stringify([key, version, type?.version ?? null, type?.schemaId ?? null]);
  });
  return hash("sha256", standings.join(""), "base64url");
}

/**
 * That of all documents that a change finds unchanged, for its plan; undefined if there is none, or if they have to be decided
 * again: what joins or is compared at last has an action of its own, and what is deleted may be what a document relies on.
 */
export function standingOfUnchanged({ documents, deletions, types }: DecidedChange): string | undefined {
  const rows = documents.flatMap(({ action, existing }) => (action === "unchanged" && existing ? [existing] : []));
  const isDecidedAgain =
    deletions.targets.length > 0 || documents.some((one) => one.action === "uncompared" || joins(one));
  return rows.length > 0 && !isDecidedAgain ? standingOf(rows, types) : undefined;
}
