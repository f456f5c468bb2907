import { defineConnectedResource, mayBeOwn, refuseStranger, type Standing } from "@pragma/sdk/provider";
import { connection } from "../connection.ts";
import { completeServer, isRetained, serverOf } from "../fields.ts";
import { unhealthyOnError } from "../health.ts";
import { identityOf, namesIn } from "../identity.ts";
import { databaseToList } from "../listing.ts";
import { lookInDatabase } from "../server/look-in-database.ts";
import { withSession, withSessionIfDatabaseExists } from "../server/session.ts";
import { quoteIdentifier } from "../sql/identifier.ts";
import { NOT_OWN } from "../stranger.ts";
import { type ExtensionConfig, extensionConfig, extensionOutputs } from "./config.ts";
import { ensureExtension, readExtension } from "./ensure.ts";
import { listExtensions, PREINSTALLED } from "./list.ts";

/** An extension, installed in a database. */
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
    refuseForeign(ctx);
    const config = {
      name,
      database,
      ...(version !== undefined && { version: existing.version }),
      ...(schema !== undefined && { schema: existing.schema }),
    };
    return { outputs: existing, config };
  },

  async create(ctx) {
    const outputs = await withSession(ctx, ctx.config, (session) =>
      ensureExtension(session, ctx.config, () => refuseForeign(ctx)),
    );
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
    await withSessionIfDatabaseExists(ctx, ctx.config, async (session) => {
      if ((await readExtension(session, ctx.config)) === null) return;
      const reason = whyKept(name, mayBeOwn(ctx));
      if (reason !== null) {
        ctx.log.warn(`extension "${name}" is left as it is: ${reason}`);
        return;
      }
      await session.query(`DROP EXTENSION IF EXISTS ${quoteIdentifier(name)}${drop_cascade ? " CASCADE" : ""}`);
      ctx.log.info(`extension "${name}" dropped from database "${database}"`);
    });
  },

  identity: ({ database, name }) => identityOf(database, name),

  async import(ctx, identity) {
    const place = namesIn(identity, ["database", "name"], ctx.config);
    const target = { ...serverOf(ctx.config), database: place.database };
    const existing = await lookInDatabase(ctx, target, (session) => readExtension(session, place));
    return existing && { config: existing, outputs: existing };
  },

  async list(ctx, options) {
    const target = { ...serverOf(ctx.config), database: databaseToList(ctx.config) };
    return await withSession(ctx, target, (session) => listExtensions(session, target.database, options));
  },

  async health(ctx) {
    return await unhealthyOnError(ctx, async () => {
      const existing = await withSession(ctx, ctx.config, (session) => readExtension(session, ctx.config));
      if (existing === null) return { status: "unhealthy", message: "It is not installed" };
      return { status: "healthy", message: null, details: { version: existing.version, schema: existing.schema } };
    });
  },
});

function refuseForeign(ctx: Standing & { readonly config: ExtensionConfig }): void {
  const { database, name } = ctx.config;
  refuseStranger(ctx, identityOf(database, name), `The extension "${name}" of database "${database}" exists already`);
}

/** Why deleting the resource leaves the extension alone; null if it is to be dropped. */
function whyKept(name: string, own: boolean): string | null {
  if (name === PREINSTALLED) return "every database has it from the beginning";
  return own ? null : NOT_OWN;
}
