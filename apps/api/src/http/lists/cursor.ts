import { createHash } from "node:crypto";
import type { Json } from "@pragma/contract";
import type { Keyring } from "@pragma/core/secrets";
import { canonicalJson } from "@pragma/language";
import { unprocessable } from "../http-error.ts";

/** The scope of a cursor: one organization, one list, one set of filters. */
export type CursorScope = { organizationId: string; list: string; filters: Json };

/**
 * Cursors are sealed with the keys of the installation, so they can neither be forged nor read, and every replica
 * accepts those of the others. The seal binds them to the organization, the content to the list and its filters.
 */
export function issueCursor(keyring: Keyring, scope: CursorScope, position: Json): string {
  return keyring.encrypt([fingerprintOf(scope), position], scope.organizationId).$encrypted;
}

/**
 * The position in a cursor.
 * @throws HttpError 422 if it was not issued for this exact list
 */
export function readCursor(keyring: Keyring, scope: CursorScope, cursor: string): Json {
  const content = open(keyring, scope.organizationId, cursor);
  if (!Array.isArray(content)) throw invalidCursor("was not issued here");
  const [fingerprint, position = null] = content;
  if (fingerprint !== fingerprintOf(scope)) throw invalidCursor("was issued for another list, or for other filters");
  return position;
}

function open(keyring: Keyring, organizationId: string, cursor: string): Json {
  try {
    return keyring.decrypt({ $encrypted: cursor }, organizationId);
  } catch {
    throw invalidCursor("was not issued here");
  }
}

function fingerprintOf({ list, filters }: CursorScope): string {
  return createHash("sha256")
    .update(`cursor ${list} ${canonicalJson(filters)}`)
    .digest("base64url")
    .slice(0, 22);
}

function invalidCursor(msg: string) {
  return unprocessable({ loc: ["query", "cursor"], msg, type: "cursor" });
}
