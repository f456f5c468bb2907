import { ConfigError, defineConnectedResource, mayBeOwn, refuseStranger, type Standing } from "@pragma/sdk/provider";
import { connection } from "../connection.ts";
import { completeServer, isRetained, serverOf } from "../fields.ts";
import { identityOf, namesIn } from "../identity.ts";
import { connectionUrl } from "../server/connection-url.ts";
import { parseServerUrl } from "../server/server-url.ts";
import { withSession } from "../server/session.ts";
import { withSessionBeside } from "../server/session-beside.ts";
import { NOT_OWN } from "../stranger.ts";
import { databaseAsFound, databaseAsIs } from "./as-found.ts";
import { type DatabaseConfig, type DatabaseOutputs, databaseConfig, databaseOutputs } from "./config.ts";
import { dropDatabase } from "./drop.ts";
import { alterDatabase, createDatabase, readDatabase } from "./ensure.ts";
import { databaseHealth } from "./health.ts";
import { type ExistingDatabase, inspectDatabase } from "./inspect.ts";
import { listDatabases } from "./list.ts";
import { isSystemDatabase, refuseSystemDatabase, refuseTemplate } from "./system.ts";

/** A database. */
export const database = defineConnectedResource({
  description: "A PostgreSQL database",
  tags: ["postgres"],
  config: databaseConfig,
  outputs: databaseOutputs,
  connection,
  complete: (config, connected) => completeServer(config, connected),

  async read(ctx) {
    const { name } = ctx.config;
    refuseSystemDatabase(name);
    return await withSessionBeside(ctx, ctx.config, name, async (session) => {
      const existing = await inspectDatabase(session, ctx.config);
      if (existing === null) return null;
      if (!ctx.observed) refuseForeign(ctx, existing);
      return { outputs: outputsOf(ctx.config, existing), config: databaseAsFound(ctx.config, existing) };
    });
  },

  async create(ctx) {
    const { name } = ctx.config;
    refuseSystemDatabase(name);
    return await withSessionBeside(ctx, ctx.config, name, async (session) => {
      const existing = await inspectDatabase(session, ctx.config);
      if (existing === null) {
        await createDatabase(session, ctx.config);
        ctx.log.info(`database "${name}" created`);
      } else {
        if (!ctx.observed) refuseForeign(ctx, existing);
        await alterDatabase(session, ctx.config, existing);
        ctx.log.info(`database "${name}" was made by an earlier attempt`);
      }
      return outputsOf(ctx.config, await readDatabase(session, ctx.config));
    });
  },

  async update(ctx) {
    const { name } = ctx.config;
    refuseSystemDatabase(name);
    return await withSessionBeside(ctx, ctx.config, name, async (session) => {
      const existing = await inspectDatabase(session, ctx.config);
      if (existing === null) {
        throw new ConfigError(
          `The database "${name}" is missing. Revert the drift of its resource to create it again, empty`,
        );
      }
      await alterDatabase(session, ctx.config, existing);
      ctx.log.info(`database "${name}" updated`);
      return outputsOf(ctx.config, await readDatabase(session, ctx.config));
    });
  },

  async delete(ctx) {
    const { name, force_disconnect } = ctx.config;
    if (isRetained(ctx, `database "${name}"`)) return;
    await withSessionBeside(ctx, ctx.config, name, async (session) => {
      const existing = await inspectDatabase(session, ctx.config);
      if (existing === null) return;
      const reason = whyKept(name, existing, mayBeOwn(ctx));
      if (reason !== null) {
        ctx.log.warn(`database "${name}" is left as it is: ${reason}`);
        return;
      }
      await dropDatabase(session, name, force_disconnect);
      ctx.log.info(`database "${name}" dropped`);
    });
  },

  identity: ({ name }) => identityOf(name),

  async import(ctx, identity) {
    const { name } = namesIn(identity, ["name"], ctx.config);
    refuseSystemDatabase(name);
    const server = serverOf(ctx.config);
    return await withSessionBeside(ctx, server, name, async (session) => {
      const existing = await inspectDatabase(session, { name });
      if (existing === null) return null;
      refuseTemplate(name, existing);
      return { config: databaseAsIs(name, existing), outputs: outputsOf({ ...server, name }, existing) };
    });
  },

  async list(ctx, options) {
    return await withSession(ctx, serverOf(ctx.config), (session) => listDatabases(session, options));
  },

  async health(ctx) {
    return await databaseHealth(ctx, ctx.config);
  },
});

function outputsOf(
  config: Pick<DatabaseConfig, "name" | "server_url" | "server_ca" | "owner" | "owner_password">,
  existing: ExistingDatabase,
): DatabaseOutputs {
  const server = parseServerUrl(config.server_url, config.server_ca);
  const { owner } = existing;
  // The password is the configured owner's: while the database still has another one, it fits nobody.
  const password = config.owner === owner ? config.owner_password : undefined;
  return {
    name: config.name,
    owner,
    host: server.host,
    port: server.port,
    url: connectionUrl(server, config.name, owner, password),
  };
}

/** A database that is there before its resource has ever succeeded. */
function refuseForeign(ctx: Standing & { readonly config: DatabaseConfig }, existing: ExistingDatabase): void {
  const { name } = ctx.config;
  if (ctx.outputs === null) refuseTemplate(name, existing);
  refuseStranger(ctx, identityOf(name), `The database "${name}" exists already`);
}

/** Dropping is for ever: what is the server's own stays, and after a failed create what is someone else's. */
function whyKept(name: string, existing: ExistingDatabase, own: boolean): string | null {
  if (isSystemDatabase(name)) return "it belongs to the server";
  if (existing.isTemplate) return "it is a template";
  return own ? null : NOT_OWN;
}
