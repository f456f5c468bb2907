import { randomBytes } from "node:crypto";
import { hashSecret } from "../access/secret.ts";

const SECRET_BYTES = 32;

/** The new value of the browser's cookie. */
export interface LoginSecret {
  secret: string;
  /** When the login ends in any case, ISO 8601. */
  expiresAt: string;
}

/** 256 random bits, and their hash, which is what is stored. */
export function newLoginSecret(): { secret: string; hash: Buffer } {
  const secret = randomBytes(SECRET_BYTES).toString("base64url");
  return { secret, hash: hashSecret(secret) };
}
