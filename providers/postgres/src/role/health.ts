import type { Health } from "@pragma/sdk/provider";
import { unhealthyOnError } from "../health.ts";
import { type Call, withSession } from "../server/session.ts";
import type { RoleConfig } from "./config.ts";

/** Unhealthy: the role is gone. Degraded: its password has run out, or its right to log in was changed. */
export async function roleHealth(call: Call, config: RoleConfig): Promise<Health> {
  return await unhealthyOnError(call, async () => {
    const [row] = await withSession(call, config, (session) =>
      session.query<{ login: boolean; expired: boolean; connections: number }>(
        `SELECT rolcanlogin AS login, coalesce(rolvaliduntil < now(), false) AS expired,
                (SELECT count(*)::int FROM pg_stat_activity WHERE usesysid = r.oid) AS connections
         FROM pg_roles r WHERE rolname = $1`,
        [config.name],
      ),
    );
    if (row === undefined) return { status: "unhealthy", message: "It does not exist" };
    const details = { connections: row.connections, connection_limit: config.connection_limit };
    if (row.expired) return { status: "degraded", message: "Its password has run out", details };
    if (row.login !== config.login) return { status: "degraded", message: "Its right to log in was changed", details };
    return { status: "healthy", message: null, details };
  });
}
