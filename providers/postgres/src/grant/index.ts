import { defineConnectedResource, mayBeOwn, refuseStranger, type Standing, withState } from "@pragma/sdk/provider";
import { connection } from "../connection.ts";
import { completeServer, isRetained, serverOf } from "../fields.ts";
import { unhealthyOnError } from "../health.ts";
import { databaseToList } from "../listing.ts";
import { lookInDatabase } from "../server/look-in-database.ts";
import { withSession, withSessionIfDatabaseExists } from "../server/session.ts";
import { NOT_OWN } from "../stranger.ts";
import { grantAsFound } from "./as-found.ts";
import { grantAsIs, listGrants } from "./as-is.ts";
import { type GrantConfig, type GrantOutputs, grantConfig, grantOutputs } from "./config.ts";
import { ensureGrant } from "./ensure.ts";
import { grantedOf, stateOf } from "./granted.ts";
import { missingPrivileges, readObjects } from "./held.ts";
import { grantedIn, grantIdentity } from "./identity.ts";
import { findGranted } from "./inventory.ts";
import { expand } from "./privileges.ts";
import { revokeGrant } from "./revoke.ts";

/**
 * Privileges of one role. Grants add up: two resources that give the same privilege share it, and deleting one of them
 * takes it from both.
 */
export const grant = defineConnectedResource({
  description: "Privileges of a PostgreSQL role on a database, a schema, tables or sequences",
  tags: ["postgres"],
  config: grantConfig,
  outputs: grantOutputs,
  connection,
  complete: (config, connected) => completeServer(config, connected),

  async read(ctx) {
    const found = await lookInDatabase(ctx, ctx.config, (session) =>
      grantAsFound(session, ctx.config, grantedOf(ctx.state)),
    );
    // What the role may do anyway, as an owner or as everybody, is no stranger's grant.
    if (found === null || !(mayBeOwn(ctx) || ctx.observed || found.isGiven)) return null;
    refuseForeign(ctx);
    return { outputs: { ...outputsOf(ctx.config), privileges: found.privileges }, config: found.config };
  },

  async create(ctx) {
    const granted = await withSession(ctx, ctx.config, async (session) => {
      if ((await grantAsFound(session, ctx.config, null))?.isGiven) refuseForeign(ctx);
      return await ensureGrant(session, ctx.config);
    });
    ctx.log.info(`${summary(ctx.config)} granted`);
    return withState(outputsOf(ctx.config), stateOf(ctx.config, granted));
  },

  async update(ctx, previous) {
    const granted = await withSession(ctx, ctx.config, (session) => ensureGrant(session, ctx.config, previous));
    ctx.log.info(`${summary(ctx.config)} brought up to date`);
    return withState(outputsOf(ctx.config), stateOf(ctx.config, granted));
  },

  async delete(ctx) {
    if (isRetained(ctx, summary(ctx.config))) return;
    if (!mayBeOwn(ctx)) {
      ctx.log.warn(`${summary(ctx.config)} is left as it is: ${NOT_OWN}`);
      return;
    }
    await withSessionIfDatabaseExists(ctx, ctx.config, async (session) => {
      await revokeGrant(session, ctx.config);
      ctx.log.info(`${summary(ctx.config)} revoked`);
    });
  },

  identity: grantIdentity,

  async import(ctx, identity) {
    const granted = grantedIn(identity, ctx.config);
    const target = { ...serverOf(ctx.config), database: granted.database };
    return await lookInDatabase(ctx, target, async (session) => {
      const thing = await findGranted(session, granted);
      if (thing === undefined) return null;
      return { config: grantAsIs(granted, thing), outputs: { ...granted, privileges: thing.privileges ?? [] } };
    });
  },

  async list(ctx, options) {
    const target = { ...serverOf(ctx.config), database: databaseToList(ctx.config) };
    return await withSession(ctx, target, (session) => listGrants(session, target.database, options));
  },

  async health(ctx) {
    return await unhealthyOnError(ctx, async () => {
      const objects = await withSession(ctx, ctx.config, (session) => readObjects(session, ctx.config));
      const missing = missingPrivileges(ctx.config, objects);
      if (missing.length === 0) return { status: "healthy", message: null, details: { objects: objects.length } };
      return { status: "degraded", message: `Missing: ${missing.slice(0, 10).join(", ")}`, details: { missing } };
    });
  },
});

function refuseForeign(ctx: Standing & { readonly config: GrantConfig }): void {
  refuseStranger(ctx, grantIdentity(ctx.config), `The grant of ${summary(ctx.config)} exists already`);
}

function outputsOf({ role, database, object_type, schema, privileges }: GrantConfig): GrantOutputs {
  return {
    role,
    database,
    object_type,
    ...(schema === undefined ? {} : { schema }),
    privileges: expand(object_type, privileges),
  };
}

function summary({ role, database, object_type, schema, privileges }: GrantConfig): string {
  const where = object_type === "database" ? "" : ` in database "${database}"`;
  return `${expand(object_type, privileges).join(", ")} on ${object_type} ${schema ?? database}${where} to "${role}"`;
}
