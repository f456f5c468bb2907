import { hash, randomBytes } from "node:crypto";

const PREFIX = "pragma_";
const SECRET_BYTES = 32;
/** How much of a secret is shown, so that its owner recognises it: the prefix and 36 of its 256 bits. */
const SHOWN = PREFIX.length + 6;

/** A new API token: `pragma_` and 256 random bits in base64url. */
export function newSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString("base64url");
}

/** SHA-256 of a secret, which has enough entropy to need no slow hash. Only the hash is stored. */
export function hashSecret(secret: string): Buffer {
  return hash("sha256", secret, "buffer");
}

/** The first characters of a secret; only four of one that was made elsewhere, which may be shorter. */
export function prefixOf(secret: string): string {
  return secret.slice(0, secret.startsWith(PREFIX) && secret.length >= PREFIX.length + 43 ? SHOWN : 4);
}
