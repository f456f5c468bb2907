const PREFIX = "login:";

/** A dashboard login's id as a caller's `tokenId`. */
export function loginTokenId(id: string): string {
  return PREFIX + id;
}

/** The login in a caller's `tokenId`, or null if it is something else. */
export function loginOf(tokenId: string): string | null {
  return tokenId.startsWith(PREFIX) ? tokenId.slice(PREFIX.length) : null;
}
