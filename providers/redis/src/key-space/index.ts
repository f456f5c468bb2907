import { defineConnectedResource } from "@pragma/sdk/provider";
import { z } from "zod";
import { connection } from "../connection.ts";
import {
  commandRule,
  completeServer,
  isRetained,
  type OnServer,
  password,
  serverFields,
  userName,
  userOutputs,
} from "../fields.ts";
import { commandRules, type Differences, foundPassword } from "../user/differences.ts";
import { applyUser, readUser, removeUser } from "../user/handlers.ts";
import { userHealth } from "../user/health.ts";
import { channelRules, type ExistingUser, keyRules } from "../user/inspect.ts";
import type { WantedUser } from "../user/rules.ts";
import { type Declared, importUser, listUsers } from "../user/take-over.ts";
import { prefixOf, prefixPattern, removeKeys } from "./keys.ts";

/** Everything but what reaches beyond the keys: other users, the server's settings, whole databases. INFO is what clients begin with. */
const DEFAULT_COMMANDS = ["+@all", "-@admin", "-@dangerous", "+info"];

const config = z.object({
  ...serverFields,
  prefix: z
    .string()
    .min(1)
    .max(512)
    .regex(/^[^\s\0]+$/, "must not hold blanks")
    .meta({ immutable: true, description: "What the names of its keys and channels begin with, such as shop:" }),
  username: userName.meta({ immutable: true, description: "Name of the user that has the keys" }),
  password,
  commands: z.array(commandRule).default(DEFAULT_COMMANDS).meta({
    description: "What the user may run on them. Left out: everything but @admin and @dangerous",
  }),
  delete_keys: z.boolean().default(false).meta({
    description: "On delete, remove its keys in the database of the server as well",
  }),
});

type KeySpaceConfig = OnServer<z.output<typeof config>>;

/** The keys with one prefix, and a user that has these and no others. */
export const keySpace = defineConnectedResource({
  description: "The Redis keys with one prefix, and a user that can use these and no others",
  tags: ["redis"],
  config,
  outputs: z.object({ prefix: z.string(), ...userOutputs }),
  connection,
  complete: (config, connected) => completeServer(config, connected),

  async read(ctx) {
    const found = await readUser(ctx, wantedUser(ctx.config));
    if (found === null) return null;
    const outputs = { prefix: ctx.config.prefix, ...found.outputs };
    return { outputs, config: spaceAsFound(ctx.config, found.differences, ctx.outputs !== null) };
  },

  async create(ctx) {
    return { prefix: ctx.config.prefix, ...(await applyUser(ctx, wantedUser(ctx.config), "create")) };
  },

  async update(ctx) {
    return { prefix: ctx.config.prefix, ...(await applyUser(ctx, wantedUser(ctx.config), "update")) };
  },

  async delete(ctx) {
    const { prefix, delete_keys } = ctx.config;
    if (isRetained(ctx, `the key space "${prefix}"`)) return;
    await removeUser(ctx, wantedUser(ctx.config), async (session) => {
      // Before the resource was ever ready nobody wrote keys through it: what has the prefix is someone else's.
      if (!delete_keys || ctx.outputs === null) return;
      const removed = await removeKeys(ctx, session, prefix);
      ctx.log.info(`${removed} keys with the prefix "${prefix}" removed`);
    });
  },

  identity: ({ username }) => username,

  async import(ctx, identity) {
    const found = await importUser(ctx, identity, declareSpace);
    return found && { config: found.config, outputs: { prefix: found.config.prefix, ...found.outputs } };
  },

  async list(ctx, options) {
    return await listUsers(ctx, options, (username, user) => {
      const declared = declareSpace(username, user);
      return "problem" in declared ? null : { identity: username, config: declared.config };
    });
  },

  async health(ctx) {
    return await userHealth(ctx, ctx.config, wantedUser(ctx.config), ctx.outputs?.commands);
  },
});

/** The key space in terms of its config: other rights of its user than to the prefix are told in its place, as no prefix reads. */
function spaceAsFound(config: KeySpaceConfig, found: Differences, knowsCommands: boolean) {
  const { prefix, username, password, commands } = config;
  const pattern = prefixPattern(prefix);
  const { keys = [pattern], readKeys = [], channels = [pattern], more = [] } = found;
  const rules = [keyRules({ keys, readKeys }), ...more].filter((rule) => rule !== "").join(" ");
  const isSame = !(found.keys || found.readKeys || found.channels || found.more);
  return {
    prefix: isSame ? prefix : `keys ${rules || "none"}, channels ${channelRules({ channels }) || "none"}`,
    username: found.enabled === false ? `${username} (off)` : username,
    password: found.password === undefined ? password : foundPassword(found.password),
    ...(knowsCommands && { commands: found.commands === undefined ? commands : commandRules(found.commands) }),
  };
}

/** Only a user that has the keys and channels of one prefix, and no others, has a key space. */
function declareSpace(
  username: string,
  user: ExistingUser,
): Declared<Pick<KeySpaceConfig, "prefix" | "username" | "commands">> {
  const { enabled, keys, channels, readKeys, more } = user;
  const [pattern = ""] = keys;
  const prefix = prefixOf(pattern);
  const hasOthers = keys.length !== 1 || channels.length !== 1 || channels[0] !== pattern || readKeys.length > 0;
  if (prefix === null || hasOthers || more.length > 0) {
    return { problem: "it has other keys or channels than those with one prefix, so it is an acl-user" };
  }
  if (!enabled) return { problem: "it is off" };
  return { config: { prefix, username, commands: commandRules(user.commands) } };
}

function wantedUser({ username, password, prefix, commands }: KeySpaceConfig): WantedUser {
  const pattern = prefixPattern(prefix);
  return { name: username, password, enabled: true, commands, keys: [pattern], readKeys: [], channels: [pattern] };
}
