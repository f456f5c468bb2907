import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(pbkdf2);

/** PostgreSQL's own default (scram_iterations). */
const ITERATIONS = 4096;
const SALT_BYTES = 16;

/** A server may store any number; deriving a key by more rounds than this would keep a processor busy for seconds. */
const MAX_ITERATIONS = 1_000_000;

const VERIFIER = /^SCRAM-SHA-256\$(?<iterations>\d+):(?<salt>[A-Za-z0-9+/=]+)\$/;

/**
 * Whether SASLprep (RFC 4013) leaves the password as it is. PostgreSQL prepares a password before hashing it; for plain
 * ASCII that changes nothing, for anything else the server is left to do it.
 */
export function canHashLocally(password: string): boolean {
  return /^[\x20-\x7e]+$/.test(password);
}

/**
 * The SCRAM-SHA-256 verifier of a password (RFC 5802, RFC 7677) in the form pg_authid keeps it. Sending this instead of
 * the password keeps the password out of the server's logs and of pg_stat_activity.
 */
export async function scramVerifier(
  password: string,
  salt: Buffer = randomBytes(SALT_BYTES),
  iterations: number = ITERATIONS,
): Promise<string> {
  const salted = await derive(password, salt, iterations, 32, "sha256");
  const clientKey = createHmac("sha256", salted).update("Client Key").digest();
  const storedKey = createHash("sha256").update(clientKey).digest("base64");
  const serverKey = createHmac("sha256", salted).update("Server Key").digest("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${storedKey}:${serverKey}`;
}

/**
 * Whether a stored SCRAM verifier belongs to this password; undefined if it is of another kind (md5), or took more than a million
 * iterations.
 */
export async function verifierMatches(stored: string, password: string): Promise<boolean | undefined> {
  const { iterations, salt } = VERIFIER.exec(stored)?.groups ?? {};
  if (iterations === undefined || salt === undefined || Number(iterations) > MAX_ITERATIONS) return undefined;
  const expected = await scramVerifier(password, Buffer.from(salt, "base64"), Number(iterations));
  return expected.length === stored.length && timingSafeEqual(Buffer.from(expected), Buffer.from(stored));
}
