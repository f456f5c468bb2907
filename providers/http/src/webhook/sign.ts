import { createHmac } from "node:crypto";
import { ConfigError } from "@pragma/sdk/provider";

const PREFIX = "whsec_";
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Message that is signed. */
export interface SignedMessage {
  /** The same for every attempt, so that a receiver can tell a repetition. */
  id: string;
  /** Seconds since 1970. */
  timestamp: number;
  body: string;
}

/**
 * The three headers of Standard Webhooks 1.0.0 (standardwebhooks.com): an HMAC-SHA256 over `id.timestamp.body`, by a
 * secret of 24 to 64 bytes, written as `whsec_` and base64.
 *
 * @throws ConfigError for a secret that is none.
 */
export function signatureHeaders(secret: string, { id, timestamp, body }: SignedMessage): Record<string, string> {
  const signature = createHmac("sha256", keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": `v1,${signature}` };
}

function keyOf(secret: string): Buffer {
  const encoded = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
  const key = Buffer.from(encoded, "base64");
  if (!BASE64.test(encoded) || key.length < 24 || key.length > 64) {
    throw new ConfigError(
      "signing_secret must be whsec_ followed by 24 to 64 random bytes in base64, such as the output of openssl rand -base64 32",
    );
  }
  return key;
}
