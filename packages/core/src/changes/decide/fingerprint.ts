import { hash } from "node:crypto";
import type { KeptRow, ResourceRow } from "@pragma/db/queries";
import type { KnownType } from "../../foundation/types/index.ts";
import { keptFacts } from "../../resources/apply/kept-fields.ts";
import { isLeaving } from "../../resources/lifecycle/index.ts";
import type { DecidedDocument } from "./decision.ts";

type Seen = KeptRow & Pick<ResourceRow, "created_at" | "generation" | "set" | "deleting_since">;

/**
 * Everything of a resource that makes a plan stale if it differs: which one of this name it is, its generation,
 * metadata, deletion and type. Not its state, attempts or marks.
 */
export function fingerprint(row: Seen | undefined, type: KnownType | undefined): string {
  const facts = row && [row.created_at, row.generation, ...keptFacts(row), isLeaving(row)];
  return hash("sha256", JSON.stringify([facts ?? null, type?.version ?? null, type?.schemaId ?? null]), "base64url");
}

/**
 * That of a document. One that takes the default connection names that, so that it is stale with and without. One that restores,
 * applies again or decides drift has another: a program of an earlier release would leave out what it does not know of it, and finds the plan stale
 * instead. A finding that has changed or gone makes a choice about it stale.
 */
export function fingerprintOf({
  existing,
  type,
  restores,
  again,
  drift,
  input,
  desired,
}: Pick<DecidedDocument, "existing" | "type" | "restores" | "again" | "drift" | "input" | "desired">): string {
  const chosen = !existing && input.connection === undefined ? (desired?.connection ?? null) : null;
  const facts = chosen === null ? fingerprint(existing, type) : `${fingerprint(existing, type)} ${chosen}`;
  if (drift) return `${facts}+${drift.choice} ${drift.finding?.hash ?? null}`;
  return restores || again !== undefined ? `${facts}+` : facts;
}
