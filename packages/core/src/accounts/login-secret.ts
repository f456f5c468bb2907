import { randomBytes } from "node:crypto";
import { hashSecret } from "../access/secret.ts";

const SECRET_BYTES = 32;

/** What the browser's cookie has to hold from now on. */
export interface LoginSecret {
  secret: string;
  /** When the login ends whatever happens, ISO 8601. */
  expiresAt: string;
}

/** 256 random bits, and the hash that is kept of them. */
export function newLoginSecret(): { secret: string; hash: Buffer } {
  const secret = randomBytes(SECRET_BYTES).toString("base64url");
  return { secret, hash: hashSecret(secret) };
}
