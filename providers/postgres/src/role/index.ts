import { defineConnectedResource, mayBeOwn, refuseStranger, type Standing } from "@pragma/sdk/provider";
import { connection } from "../connection.ts";
import { completeServer, isRetained, serverOf } from "../fields.ts";
import { identityOf, namesIn } from "../identity.ts";
import { parseServerUrl } from "../server/server-url.ts";
import { withSession } from "../server/session.ts";
import { NOT_OWN } from "../stranger.ts";
import { roleAsFound, roleAsIs } from "./as-found.ts";
import { type RoleConfig, type RoleOutputs, roleConfig, roleOutputs } from "./config.ts";
import { dropRole } from "./drop.ts";
import { ensureRole } from "./ensure.ts";
import { roleHealth } from "./health.ts";
import { type ExistingRole, inspectRole } from "./inspect.ts";
import { listRoles } from "./list.ts";
import { isReserved, refusePrivileged, refuseReserved, whyPrivileged } from "./reserved.ts";

/** A role: a user that logs in, or a group of users. */
export const role = defineConnectedResource({
  description: "A PostgreSQL role: a user, or a group that roles are members of",
  tags: ["postgres"],
  config: roleConfig,
  outputs: roleOutputs,
  connection,
  complete: (config, connected) => completeServer(config, connected),

  async read(ctx) {
    refuseReserved(ctx.config.name);
    return await withSession(ctx, ctx.config, async (session) => {
      const existing = await inspectRole(session, ctx.config.name);
      if (existing === null) return null;
      if (!ctx.observed) refuseForeign(ctx, existing);
      return { outputs: outputsOf(ctx.config), config: await roleAsFound(session, ctx.config, existing) };
    });
  },

  async create(ctx) {
    refuseReserved(ctx.config.name);
    return await withSession(ctx, ctx.config, async (session) => {
      await ensureRole(session, ctx.config, { onExisting: (existing) => refuseForeign(ctx, existing) });
      ctx.log.info(`role "${ctx.config.name}" created`);
      return outputsOf(ctx.config);
    });
  },

  async update(ctx, previous) {
    refuseReserved(ctx.config.name);
    return await withSession(ctx, ctx.config, async (session) => {
      const created = await ensureRole(session, ctx.config, { previous });
      if (created) ctx.log.warn(`role "${ctx.config.name}" was missing and has been created again`);
      else ctx.log.info(`role "${ctx.config.name}" updated`);
      return outputsOf(ctx.config);
    });
  },

  async delete(ctx) {
    const { name } = ctx.config;
    if (isRetained(ctx, `role "${name}"`)) return;
    await withSession(ctx, ctx.config, async (session) => {
      const existing = await inspectRole(session, name);
      if (existing === null) return;
      const reason = whyKept(ctx, existing);
      if (reason !== null) {
        ctx.log.warn(`role "${name}" is left as it is: ${reason}`);
        return;
      }
      await dropRole(session, name);
      ctx.log.info(`role "${name}" dropped`);
    });
  },

  identity: ({ name }) => identityOf(name),

  async import(ctx, identity) {
    const { name } = namesIn(identity, ["name"], ctx.config);
    refuseReserved(name);
    const server = serverOf(ctx.config);
    return await withSession(ctx, server, async (session) => {
      const existing = await inspectRole(session, name);
      if (existing === null) return null;
      refusePrivileged(name, existing);
      return { config: roleAsIs(name, existing), outputs: outputsOf({ ...server, name }) };
    });
  },

  async list(ctx, options) {
    return await withSession(ctx, serverOf(ctx.config), (session) => listRoles(session, options));
  },

  async health(ctx) {
    return await roleHealth(ctx, ctx.config);
  },
});

type Changing = Standing & { readonly config: RoleConfig };

/** A role that is there before its resource has ever succeeded. */
function refuseForeign(ctx: Changing, existing: ExistingRole): void {
  const { name } = ctx.config;
  if (ctx.outputs === null) refusePrivileged(name, existing);
  refuseStranger(ctx, identityOf(name), `The role "${name}" exists already`);
}

/** Why deleting the resource leaves the role alone; null if it is to be dropped. */
function whyKept(ctx: Changing, existing: ExistingRole): string | null {
  if (isReserved(ctx.config.name)) return "its name is reserved by PostgreSQL";
  if (existing.isSelf || ctx.outputs === null) return whyPrivileged(existing) ?? (mayBeOwn(ctx) ? null : NOT_OWN);
  return null;
}

function outputsOf(config: Pick<RoleConfig, "name" | "password" | "server_url" | "server_ca">): RoleOutputs {
  const { host, port } = parseServerUrl(config.server_url, config.server_ca);
  return { name: config.name, ...(config.password === undefined ? {} : { password: config.password }), host, port };
}
