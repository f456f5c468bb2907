import type { Server } from "./server-url.ts";

/** Query parameters that a stranger needs to reach the same server. */
const KEPT_PARAMS = ["sslmode", "sslrootcert", "sslnegotiation", "channel_binding", "target_session_attrs"];

/**
 * The URL under which someone else connects to a database of this server, percent-encoded (RFC 3986).
 * Without a password it holds none; the administrator's credentials never appear in it.
 */
export function connectionUrl(server: Server, database: string, user?: string, password?: string): string {
  const host = server.host.includes(":") ? `[${server.host}]` : encodeURIComponent(server.host);
  const credentials = [user, user === undefined ? undefined : password]
    .filter((part) => part !== undefined)
    .map(encodeURIComponent)
    .join(":");
  const query = new URLSearchParams([...server.params].filter(([name]) => KEPT_PARAMS.includes(name))).toString();
  return `postgresql://${credentials}${credentials && "@"}${host}:${server.port}/${encodePath(database)}${query && `?${query}`}`;
}

/** Only what a path cannot hold: node-postgres decodes it by decodeURI, which leaves `%3B` and its like as they are. */
function encodePath(database: string): string {
  return encodeURI(database).replace(/[?#]/g, encodeURIComponent);
}
