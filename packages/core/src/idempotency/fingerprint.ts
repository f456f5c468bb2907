import { createHmac } from "node:crypto";
import type { Keyring } from "../secrets/index.ts";

const PURPOSE = "pragma idempotency fingerprint v1";

/**
 * The fingerprint of a payload as it is stored: a plain hash would let whoever reads the database guess at the secrets
 * that a payload holds.
 */
export function sealFingerprint(keyring: Keyring, fingerprint: string): string {
  const [key] = keyring.deriveKeys(PURPOSE);
  return mac(key as Buffer, fingerprint);
}

/** Whether a stored fingerprint is that of this payload, whichever key it was sealed with. */
export function matchesFingerprint(keyring: Keyring, stored: string, fingerprint: string): boolean {
  return keyring.deriveKeys(PURPOSE).some((key) => mac(key, fingerprint) === stored);
}

function mac(key: Buffer, fingerprint: string): string {
  return createHmac("sha256", key).update(fingerprint).digest("base64url");
}
