import { hash } from "node:crypto";
import type { KeptRow, ResourceRow } from "@pragma/db/queries";
import { isLeaving } from "../../lifecycle/index.ts";
import { keptFacts } from "../../resources/apply/kept-fields.ts";
import type { KnownType } from "../../types/index.ts";

type Seen = KeptRow & Pick<ResourceRow, "created_at" | "generation" | "set" | "deleting_since">;

/**
 * Everything of a resource that makes a plan stale if it differs: which one of this name it is, its generation,
 * metadata, deletion and type. Not its state, attempts or marks.
 */
export function fingerprint(row: Seen | undefined, type: KnownType | undefined): string {
  const facts = row && [row.created_at, row.generation, ...keptFacts(row), isLeaving(row)];
  return hash("sha256", JSON.stringify([facts ?? null, type?.version ?? null, type?.schemaId ?? null]), "base64url");
}
