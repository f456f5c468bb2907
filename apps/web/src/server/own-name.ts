import { LOOPBACK_NAMES } from "@pragma/contract";
import type { WebEnv } from "./env.ts";

/** The wildcard address is not an address to connect to. */
const EVERYWHERE = new Set(["0.0.0.0", "::"]);

/**
 * The host by which this server reaches itself. If browsers use a name of this machine, it is that one: any other would
 * be redirected to it, and cookies would be lost.
 */
export function ownName({ host, settings }: Pick<WebEnv, "host" | "settings">): string {
  const { hostname } = new URL(settings.publicWebUrl);
  if (LOOPBACK_NAMES.has(hostname)) return hostname;
  return EVERYWHERE.has(host) ? "localhost" : host;
}
