import type { Health } from "@pragma/sdk/provider";
import { unhealthyOnError } from "../health.ts";
import { connectionUrl } from "../server/connection-url.ts";
import { parseServerUrl } from "../server/server-url.ts";
import { type Call, withSession } from "../server/session.ts";
import type { DatabaseConfig } from "./config.ts";

/**
 * Connects to the database, as its owner where the password is known: that is what those who use the url do.
 * Unhealthy: it cannot be reached, or the owner's password is refused. Degraded: its connection limit is reached.
 */
export async function databaseHealth(call: Call, config: DatabaseConfig): Promise<Health> {
  return await unhealthyOnError(call, async () => {
    const { server_ca, name } = config;
    const [row] = await withSession(call, { server_url: urlToTry(config), server_ca, database: name }, (session) =>
      session.query<{ connections: number; limit: number; bytes: string }>(
        `SELECT (SELECT count(*)::int FROM pg_stat_activity WHERE datname = d.datname) AS connections,
                d.datconnlimit AS limit, pg_database_size(d.oid) AS bytes
         FROM pg_database d WHERE d.datname = current_database()`,
      ),
    );
    if (row === undefined) return { status: "unhealthy", message: "It has just been dropped" };
    const details = { connections: row.connections, connection_limit: row.limit, size_bytes: Number(row.bytes) };
    if (row.limit >= 0 && row.connections >= row.limit) {
      return { status: "degraded", message: "Its connection limit is reached", details };
    }
    return { status: "healthy", message: null, details };
  });
}

function urlToTry({ server_url, server_ca, name, owner, owner_password }: DatabaseConfig): string {
  if (owner === undefined || owner_password === undefined) return server_url;
  return connectionUrl(parseServerUrl(server_url, server_ca), name, owner, owner_password);
}
