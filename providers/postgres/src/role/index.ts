import { defineConnectedResource } from "@pragma/sdk/provider";
import { connection } from "../connection.ts";
import { completeServer, isRetained } from "../fields.ts";
import { parseServerUrl } from "../server/server-url.ts";
import { withSession } from "../server/session.ts";
import { roleAsFound } from "./as-found.ts";
import { type RoleConfig, type RoleOutputs, roleConfig, roleOutputs } from "./config.ts";
import { dropRole } from "./drop.ts";
import { ensureRole } from "./ensure.ts";
import { roleHealth } from "./health.ts";
import { inspectRole } from "./inspect.ts";
import { refuseReserved, refuseStranger, whyKept } from "./ownership.ts";

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
      if (ctx.outputs === null && !ctx.observed) await refuseStranger(ctx, session, ctx.config, existing);
      return { outputs: outputsOf(ctx.config), config: await roleAsFound(session, ctx.config, existing) };
    });
  },

  async create(ctx) {
    refuseReserved(ctx.config.name);
    return await withSession(ctx, ctx.config, async (session) => {
      const existing = await inspectRole(session, ctx.config.name);
      if (existing !== null) await refuseStranger(ctx, session, ctx.config, existing);
      await ensureRole(session, ctx.config);
      ctx.log.info(`role "${ctx.config.name}" created`);
      return outputsOf(ctx.config);
    });
  },

  async update(ctx, previous) {
    refuseReserved(ctx.config.name);
    return await withSession(ctx, ctx.config, async (session) => {
      const created = await ensureRole(session, ctx.config, previous);
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
      const reason = await whyKept(ctx, session, ctx.config, existing, ctx.outputs !== null);
      if (reason !== null) {
        ctx.log.warn(`role "${name}" is left as it is: ${reason}`);
        return;
      }
      await dropRole(session, name);
      ctx.log.info(`role "${name}" dropped`);
    });
  },

  async health(ctx) {
    return await roleHealth(ctx, ctx.config);
  },
});

function outputsOf(config: RoleConfig): RoleOutputs {
  const { host, port } = parseServerUrl(config.server_url, config.server_ca);
  return { name: config.name, ...(config.password === undefined ? {} : { password: config.password }), host, port };
}
