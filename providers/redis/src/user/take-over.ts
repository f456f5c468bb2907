import { ConfigError, type ListOptions, type SearchContext } from "@pragma/sdk/provider";
import { userName } from "../fields.ts";
import { type Session, type Target, withSession } from "../server/session.ts";
import { outputsOf, type UserOutputs } from "./handlers.ts";
import { type ExistingUser, inspectUser } from "./inspect.ts";
import { refuseReserved, whyReserved } from "./ownership.ts";

/** What is known of the config of a user that no resource has yet. */
type Sought = SearchContext<Target & { password: string }>;

/** Config fields that declare a user as it is, or why none can. */
export type Declared<Config> = { config: Config } | { problem: string };

/** A user that could be taken over. */
interface Candidate<Config> {
  identity: string;
  config?: Config;
}

/**
 * Returns the user with that name: the config that declares it, and its outputs; null for nothing. Its password is known only where the
 * config says it, and how the server wrote its commands after a change is not: both are empty then.
 *
 * @throws ConfigError for a user that cannot be declared
 */
export async function importUser<Config>(
  ctx: Sought,
  name: string,
  declare: (name: string, user: ExistingUser) => Declared<Config>,
): Promise<{ config: Config; outputs: UserOutputs } | null> {
  return await withSession(ctx, targetOf(ctx), async (session) => {
    refuseReserved(name, session.server);
    const existing = await inspectUser(session, name);
    if (existing === null) return null;
    const declared = declare(name, existing);
    if ("problem" in declared) throw new ConfigError(`The user "${name}" cannot be taken over: ${declared.problem}`);
    const { password = "" } = ctx.config;
    const outputs = outputsOf(session.server, { name, password }, { ...existing, commands: "" });
    return { config: declared.config, outputs };
  });
}

/**
 * Lists users by their names, up to `limit` of them looked at. Leaves out those that nobody may manage.
 *
 * @param describe null for a user that is to be left out
 */
export async function listUsers<Config>(
  ctx: Sought,
  { cursor, limit }: ListOptions,
  describe: (name: string, user: ExistingUser) => Candidate<Config> | null,
): Promise<{ items: Candidate<Config>[]; cursor: string | null }> {
  return await withSession(ctx, targetOf(ctx), async (session) => {
    const names = await manageableNames(session);
    const rest = names.filter((name) => cursor === null || name > cursor);
    const part = rest.slice(0, limit);
    const users = await Promise.all(part.map((name) => inspectUser(session, name)));
    const items = part.flatMap((name, index) => {
      const user = users[index] ?? null;
      return (user && describe(name, user)) ?? [];
    });
    return { items, cursor: rest.length > limit ? (part.at(-1) ?? null) : null };
  });
}

/** Names of users that a config can give, in their order. */
async function manageableNames(session: Session): Promise<string[]> {
  const names = (await session.command("ACL", "USERS")) as unknown[];
  return names
    .map(String)
    .filter((name) => userName.safeParse(name).success && !/\p{Cc}/u.test(name))
    .filter((name) => whyReserved(name, session.server) === null)
    .sort();
}

function targetOf({ config: { server_url = "", server_ca } }: Sought): Target {
  return { server_url, server_ca };
}
