/** Names of this machine in URLs, as `URL` gives a host name. */
export const LOOPBACK_NAMES: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);
