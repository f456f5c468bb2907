import { defineConnectedResource } from "@pragma/sdk/provider";
import { connection } from "../connection.ts";
import { completeServer, isRetained } from "../fields.ts";
import { unhealthyOnError } from "../health.ts";
import { lookInDatabase } from "../server/look-in-database.ts";
import { withSession, withSessionIfDatabaseExists } from "../server/session.ts";
import { quoteIdentifier } from "../sql/identifier.ts";
import { extensionConfig, extensionOutputs } from "./config.ts";
import { ensureExtension, readExtension } from "./ensure.ts";

/** Installed in every database from the beginning, and used by other extensions and by DO. */
const PREINSTALLED = "plpgsql";

/** An extension, installed in a database. One that is there already is adopted: there is only one way to have it. */
export const extension = defineConnectedResource({
  description: "An extension installed in a PostgreSQL database",
  tags: ["postgres"],
  config: extensionConfig,
  outputs: extensionOutputs,
  connection,
  complete: (config, connected) => completeServer(config, connected),

  async read(ctx) {
    const { name, database, version, schema } = ctx.config;
    const existing = await lookInDatabase(ctx, ctx.config, (session) => readExtension(session, ctx.config));
    if (existing === null) return null;
    const config = {
      name,
      database,
      ...(version !== undefined && { version: existing.version }),
      ...(schema !== undefined && { schema: existing.schema }),
    };
    return { outputs: existing, config };
  },

  async create(ctx) {
    const outputs = await withSession(ctx, ctx.config, (session) => ensureExtension(session, ctx.config));
    ctx.log.info(`extension "${outputs.name}" ${outputs.version} installed in database "${outputs.database}"`);
    return outputs;
  },

  async update(ctx) {
    const outputs = await withSession(ctx, ctx.config, (session) => ensureExtension(session, ctx.config));
    ctx.log.info(`extension "${outputs.name}" is at ${outputs.version} in database "${outputs.database}"`);
    return outputs;
  },

  async delete(ctx) {
    const { name, database, drop_cascade } = ctx.config;
    if (isRetained(ctx, `extension "${name}"`)) return;
    if (name === PREINSTALLED) {
      ctx.log.warn(`extension "${name}" is left as it is: every database has it from the beginning`);
      return;
    }
    await withSessionIfDatabaseExists(ctx, ctx.config, async (session) => {
      await session.query(`DROP EXTENSION IF EXISTS ${quoteIdentifier(name)}${drop_cascade ? " CASCADE" : ""}`);
      ctx.log.info(`extension "${name}" dropped from database "${database}"`);
    });
  },

  async health(ctx) {
    return await unhealthyOnError(ctx, async () => {
      const existing = await withSession(ctx, ctx.config, (session) => readExtension(session, ctx.config));
      if (existing === null) return { status: "unhealthy", message: "It is not installed" };
      return { status: "healthy", message: null, details: { version: existing.version, schema: existing.schema } };
    });
  },
});
