import { createHmac } from "node:crypto";
import type { Keyring } from "../secrets/index.ts";

const PURPOSE = "pragma idempotency fingerprint v1";

/**
 * The fingerprint of a payload in the form that is stored. With a plain hash, anyone who can read the database could
 * guess the secrets in a payload.
 */
export function sealFingerprint(keyring: Keyring, fingerprint: string): string {
  const [key] = keyring.deriveKeys(PURPOSE);
  return mac(key as Buffer, fingerprint);
}

/** Whether a stored fingerprint matches this payload, whichever key sealed it. */
export function matchesFingerprint(keyring: Keyring, stored: string, fingerprint: string): boolean {
  return keyring.deriveKeys(PURPOSE).some((key) => mac(key, fingerprint) === stored);
}

function mac(key: Buffer, fingerprint: string): string {
  return createHmac("sha256", key).update(fingerprint).digest("base64url");
}
