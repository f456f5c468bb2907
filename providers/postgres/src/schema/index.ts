import { defineConnectedResource } from "@pragma/sdk/provider";
import { connection } from "../connection.ts";
import { completeServer, isRetained } from "../fields.ts";
import { unhealthyOnError } from "../health.ts";
import { lookInDatabase } from "../server/look-in-database.ts";
import { withSession, withSessionIfDatabaseExists } from "../server/session.ts";
import { quoteIdentifier } from "../sql/identifier.ts";
import { schemaConfig, schemaOutputs } from "./config.ts";
import { ensureSchema, readSchema, refuseReserved, refuseStranger, whyKept } from "./existing.ts";

/** A schema: a namespace inside a database. */
export const schema = defineConnectedResource({
  description: "A schema inside a PostgreSQL database",
  tags: ["postgres"],
  config: schemaConfig,
  outputs: schemaOutputs,
  connection,
  complete: (config, connected) => completeServer(config, connected),

  async read(ctx) {
    const { name, database, owner } = ctx.config;
    refuseReserved(ctx.config);
    return await lookInDatabase(ctx, ctx.config, async (session) => {
      const existing = await readSchema(session, ctx.config);
      if (existing === null) return null;
      if (ctx.outputs === null && !ctx.observed) refuseStranger(ctx.config, existing, session.server.user);
      return { outputs: existing, config: { name, database, ...(owner !== undefined && { owner: existing.owner }) } };
    });
  },

  async create(ctx) {
    refuseReserved(ctx.config);
    return await withSession(ctx, ctx.config, async (session) => {
      const existing = await readSchema(session, ctx.config);
      if (existing !== null) refuseStranger(ctx.config, existing, session.server.user);
      const outputs = await ensureSchema(session, ctx.config);
      ctx.log.info(`schema "${ctx.config.name}" created in database "${ctx.config.database}"`);
      return outputs;
    });
  },

  async update(ctx) {
    refuseReserved(ctx.config);
    return await withSession(ctx, ctx.config, async (session) => {
      const outputs = await ensureSchema(session, ctx.config);
      ctx.log.info(`schema "${ctx.config.name}" updated in database "${ctx.config.database}"`);
      return outputs;
    });
  },

  async delete(ctx) {
    const { name, database, drop_cascade } = ctx.config;
    if (isRetained(ctx, `schema "${name}"`)) return;
    await withSessionIfDatabaseExists(ctx, ctx.config, async (session) => {
      const existing = await readSchema(session, ctx.config);
      if (existing === null) return;
      const reason = whyKept(ctx.config, existing, session.server.user, ctx.outputs !== null);
      if (reason !== null) {
        ctx.log.warn(`schema "${name}" is left as it is: ${reason}`);
        return;
      }
      await session.query(`DROP SCHEMA IF EXISTS ${quoteIdentifier(name)}${drop_cascade ? " CASCADE" : ""}`);
      ctx.log.info(`schema "${name}" dropped from database "${database}"`);
    });
  },

  async health(ctx) {
    return await unhealthyOnError(ctx, async () => {
      const existing = await withSession(ctx, ctx.config, (session) => readSchema(session, ctx.config));
      if (existing === null) return { status: "unhealthy", message: "It does not exist" };
      return { status: "healthy", message: null, details: { owner: existing.owner } };
    });
  },
});
