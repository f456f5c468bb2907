import { ConfigError, defineConnectedResource } from "@pragma/sdk/provider";
import { connection } from "../connection.ts";
import { completeServer, isRetained } from "../fields.ts";
import { connectionUrl } from "../server/connection-url.ts";
import { parseServerUrl } from "../server/server-url.ts";
import { withSessionBeside } from "../server/session-beside.ts";
import { databaseAsFound } from "./as-found.ts";
import { type DatabaseConfig, type DatabaseOutputs, databaseConfig, databaseOutputs } from "./config.ts";
import { dropDatabase } from "./drop.ts";
import { alterDatabase, createDatabase, readDatabase } from "./ensure.ts";
import { databaseHealth } from "./health.ts";
import { type ExistingDatabase, inspectDatabase } from "./inspect.ts";
import { isSystemDatabase, refuseSystemDatabase, whyNotOurs } from "./ownership.ts";

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
      if (ctx.outputs === null && !ctx.observed) refuseStranger(ctx.config, existing);
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
        refuseStranger(ctx.config, existing);
        await alterDatabase(session, ctx.config, existing);
        ctx.log.info(`database "${name}" was there already and has been adopted`);
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
      const reason = whyKept(ctx.config, existing, ctx.outputs !== null);
      if (reason !== null) {
        ctx.log.warn(`database "${name}" is left as it is: ${reason}`);
        return;
      }
      await dropDatabase(session, name, force_disconnect);
      ctx.log.info(`database "${name}" dropped`);
    });
  },

  async health(ctx) {
    return await databaseHealth(ctx, ctx.config);
  },
});

function outputsOf(config: DatabaseConfig, existing: ExistingDatabase): DatabaseOutputs {
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

/** A database that is there before its resource was ever ready is adopted only if this resource may well have made it. */
function refuseStranger(config: DatabaseConfig, existing: ExistingDatabase): void {
  const reason = whyNotOurs(config, existing);
  if (reason === null) return;
  throw new ConfigError(`A database "${config.name}" exists already and is not taken over: ${reason}`);
}

/** Dropping is for ever: what is the server's own stays, and after a failed create what is someone else's. */
function whyKept(config: DatabaseConfig, existing: ExistingDatabase, known: boolean): string | null {
  if (isSystemDatabase(config.name)) return "it belongs to the server";
  if (existing.isTemplate) return "it is a template";
  return known ? null : whyNotOurs(config, existing);
}
