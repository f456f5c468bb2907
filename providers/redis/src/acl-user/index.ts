import { defineConnectedResource } from "@pragma/sdk/provider";
import { z } from "zod";
import { connection } from "../connection.ts";
import {
  commandRule,
  completeServer,
  isRetained,
  type OnServer,
  password,
  pattern,
  serverFields,
  userName,
  userOutputs,
} from "../fields.ts";
import { commandRules, type Differences, foundPassword } from "../user/differences.ts";
import { applyUser, readUser, removeUser } from "../user/handlers.ts";
import { userHealth } from "../user/health.ts";
import type { ExistingUser } from "../user/inspect.ts";
import type { WantedUser } from "../user/rules.ts";
import { type Declared, importUser, listUsers } from "../user/take-over.ts";

const config = z.object({
  ...serverFields,
  name: userName.meta({ immutable: true, description: "Name of the user" }),
  password,
  enabled: z.boolean().default(true).meta({ description: "Whether it may log in" }),
  commands: z.array(commandRule).default([]).meta({
    description:
      "Commands it may run, as rules in the order they apply: +@all, -@dangerous, +config|get. Left out: nothing",
  }),
  keys: z.array(pattern).default([]).meta({
    description: "Patterns of the keys it may read and write, such as shop:*",
  }),
  read_keys: z.array(pattern).default([]).meta({
    description: "Patterns of the keys it may only read. Needs Redis 7",
  }),
  channels: z
    .array(pattern)
    .default([])
    .meta({ description: "Patterns of the channels it may publish and subscribe to" }),
});

type AclUserConfig = OnServer<z.output<typeof config>>;

/** A user with a password, and what it may do. */
export const aclUser = defineConnectedResource({
  description: "A Redis user, and what it may do",
  tags: ["redis"],
  config,
  outputs: z.object(userOutputs),
  connection,
  complete: (config, connected) => completeServer(config, connected),

  async read(ctx) {
    const found = await readUser(ctx, wantedUser(ctx.config));
    return (
      found && { outputs: found.outputs, config: userAsFound(ctx.config, found.differences, ctx.outputs !== null) }
    );
  },

  async create(ctx) {
    return await applyUser(ctx, wantedUser(ctx.config), "create");
  },

  async update(ctx) {
    return await applyUser(ctx, wantedUser(ctx.config), "update");
  },

  async delete(ctx) {
    if (isRetained(ctx, `user "${ctx.config.name}"`)) return;
    await removeUser(ctx, wantedUser(ctx.config));
  },

  identity: ({ name }) => name,

  async import(ctx, identity) {
    return await importUser(ctx, identity, declareUser);
  },

  async list(ctx, options) {
    return await listUsers(ctx, options, (name, user) => {
      const declared = declareUser(name, user);
      return { identity: name, ...("config" in declared && { config: declared.config }) };
    });
  },

  async health(ctx) {
    return await userHealth(ctx, ctx.config, wantedUser(ctx.config), ctx.outputs?.commands);
  },
});

/** The user in terms of its config. Commands are known by how the server wrote them when they were set. */
function userAsFound(config: AclUserConfig, found: Differences, knowsCommands: boolean) {
  const { name, password, enabled, commands, keys, read_keys, channels } = config;
  return {
    name,
    password: found.password === undefined ? password : foundPassword(found.password),
    enabled: found.enabled ?? enabled,
    ...(knowsCommands && { commands: found.commands === undefined ? commands : commandRules(found.commands) }),
    keys: found.keys || found.more ? [...(found.keys ?? keys), ...(found.more ?? [])] : keys,
    read_keys: found.readKeys ?? read_keys,
    channels: found.channels ?? channels,
  };
}

/** Its password is left out: the server has no more than a hash. */
function declareUser(
  name: string,
  { enabled, commands, keys, readKeys, channels, more }: ExistingUser,
): Declared<Partial<AclUserConfig>> {
  if (more.length > 0) return { problem: `it also has ${more.join(", ")}, which no config gives` };
  return {
    config: { name, enabled, commands: commandRules(commands), keys, read_keys: readKeys, channels },
  };
}

function wantedUser({ read_keys: readKeys, ...user }: AclUserConfig): WantedUser {
  return { ...user, readKeys };
}
