import { defineConnectedResource, mayBeOwn, refuseStranger, type Standing } from "@pragma/sdk/provider";
import { connection } from "../connection.ts";
import { completeServer, isRetained, serverOf } from "../fields.ts";
import { unhealthyOnError } from "../health.ts";
import { identityOf, namesIn } from "../identity.ts";
import { databaseToList } from "../listing.ts";
import { lookInDatabase } from "../server/look-in-database.ts";
import { withSession, withSessionIfDatabaseExists } from "../server/session.ts";
import { quoteIdentifier } from "../sql/identifier.ts";
import { type SchemaConfig, schemaConfig, schemaOutputs } from "./config.ts";
import { ensureSchema, readSchema, refuseReserved, whyKept } from "./existing.ts";
import { listSchemas } from "./list.ts";

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
      refuseForeign(ctx);
      return { outputs: existing, config: { name, database, ...(owner !== undefined && { owner: existing.owner }) } };
    });
  },

  async create(ctx) {
    refuseReserved(ctx.config);
    return await withSession(ctx, ctx.config, async (session) => {
      const outputs = await ensureSchema(session, ctx.config, () => refuseForeign(ctx));
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
      const reason = whyKept(name, mayBeOwn(ctx));
      if (reason !== null) {
        ctx.log.warn(`schema "${name}" is left as it is: ${reason}`);
        return;
      }
      await session.query(`DROP SCHEMA IF EXISTS ${quoteIdentifier(name)}${drop_cascade ? " CASCADE" : ""}`);
      ctx.log.info(`schema "${name}" dropped from database "${database}"`);
    });
  },

  identity: ({ database, name }) => identityOf(database, name),

  async import(ctx, identity) {
    const place = namesIn(identity, ["database", "name"], ctx.config);
    refuseReserved(place);
    const target = { ...serverOf(ctx.config), database: place.database };
    return await lookInDatabase(ctx, target, async (session) => {
      const existing = await readSchema(session, place);
      return existing && { config: { ...place, owner: existing.owner }, outputs: existing };
    });
  },

  async list(ctx, options) {
    const target = { ...serverOf(ctx.config), database: databaseToList(ctx.config) };
    return await withSession(ctx, target, (session) => listSchemas(session, target.database, options));
  },

  async health(ctx) {
    return await unhealthyOnError(ctx, async () => {
      const existing = await withSession(ctx, ctx.config, (session) => readSchema(session, ctx.config));
      if (existing === null) return { status: "unhealthy", message: "It does not exist" };
      return { status: "healthy", message: null, details: { owner: existing.owner } };
    });
  },
});

function refuseForeign(ctx: Standing & { readonly config: SchemaConfig }): void {
  const { database, name } = ctx.config;
  refuseStranger(ctx, identityOf(database, name), `The schema "${name}" of database "${database}" exists already`);
}
