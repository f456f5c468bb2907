import type { WebEnv } from "./env.ts";

/** Names of this machine, as they stand in addresses. */
export const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Listening on all interfaces is no address to connect to. */
const EVERYWHERE = new Set(["0.0.0.0", "::"]);

/**
 * The host by which this server reaches itself. Where browsers come by a name of this machine it is that one: any other
 * would be redirected to it, and cookies do not follow.
 */
export function ownName({ host, settings }: Pick<WebEnv, "host" | "settings">): string {
  const { hostname } = new URL(settings.publicWebUrl);
  if (LOOPBACK.has(hostname)) return hostname;
  return EVERYWHERE.has(host) ? "localhost" : host;
}
