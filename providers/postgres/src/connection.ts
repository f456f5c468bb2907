import { defineConnection } from "@pragma/sdk/provider";
import { connectionConfig } from "./fields.ts";
import { withSession } from "./server/session.ts";

/** A server, and the account that does the work there. */
export const connection = defineConnection({
  description: "A PostgreSQL server, and an account that may do the work there",
  tags: ["postgres"],
  config: connectionConfig,

  async check(ctx) {
    return await withSession(ctx, ctx.config, async (session) => {
      const [account] = await session.query<{ may_create_databases: boolean; may_create_roles: boolean }>(
        `SELECT rolcreatedb OR rolsuper AS may_create_databases, rolcreaterole OR rolsuper AS may_create_roles
         FROM pg_roles WHERE rolname = current_user`,
      );
      return { status: "healthy", details: { version: Math.floor(session.version / 10_000), ...account } };
    });
  },
});
