const PREFIX = "login:";

/** The id of a login to the dashboard as a caller's `tokenId`. */
export function loginTokenId(id: string): string {
  return PREFIX + id;
}

/** The login in a caller's `tokenId`, or null if it is something else's. */
export function loginOf(tokenId: string): string | null {
  return tokenId.startsWith(PREFIX) ? tokenId.slice(PREFIX.length) : null;
}
