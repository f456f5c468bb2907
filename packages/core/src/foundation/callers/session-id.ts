import { v7 as uuidv7 } from "uuid";

/** Lifetime of a session token; the holder of the login requests the next one in time. */
export const SESSION_SECONDS = 15 * 60;

const PREFIX = "session:";

/** An id (UUID version 7) that encodes when the session was issued, by the database's clock. */
export function newSessionId(issuedAtSeconds: number): string {
  return uuidv7({ msecs: Math.round(issuedAtSeconds * 1000) });
}

/** When the session was issued, in seconds. */
export function sessionIssuedAt(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) / 1000;
}

/** The session's id as a caller's `tokenId`. */
export function sessionTokenId(id: string): string {
  return PREFIX + id;
}

/** The session in a caller's `tokenId`, or null if it is an API token's. */
export function sessionOf(tokenId: string): string | null {
  return tokenId.startsWith(PREFIX) ? tokenId.slice(PREFIX.length) : null;
}
