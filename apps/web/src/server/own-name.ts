import type { WebEnv } from "./env.ts";

/** Names of this machine, as used in URLs. */
export const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** The wildcard address is not an address to connect to. */
const EVERYWHERE = new Set(["0.0.0.0", "::"]);

/**
 * The host by which this server reaches itself. If browsers use a name of this machine, it is that one: any other would
 * be redirected to it, and cookies would be lost.
 */
export function ownName({ host, settings }: Pick<WebEnv, "host" | "settings">): string {
  const { hostname } = new URL(settings.publicWebUrl);
  if (LOOPBACK.has(hostname)) return hostname;
  return EVERYWHERE.has(host) ? "localhost" : host;
}
