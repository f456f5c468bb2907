import type { ProviderContext, Standing } from "@pragma/sdk/provider";
import { connectionUrl, type Server } from "../server/server-url.ts";
import { type Session, type Target, withSession } from "../server/session.ts";
import { type Differences, differences } from "./differences.ts";
import { deleteUser, ensureUser } from "./ensure.ts";
import { type ExistingUser, inspectUser } from "./inspect.ts";
import { refuseForeign, refuseReserved, whyKept } from "./ownership.ts";
import type { WantedUser } from "./rules.ts";

/** Config fields of every type here. */
export type UserConfig = Target & { save: boolean };

type Call<Config extends UserConfig> = Pick<ProviderContext<Config, object>, "config" | "signal" | "log"> & Standing;

type ReadCall = Omit<Call<UserConfig>, "outputs"> & { readonly outputs: { commands: string } | null };

export interface UserOutputs {
  username: string;
  password: string;
  host: string;
  port: number;
  url: string;
  commands: string;
}

/** What is there of a user: its outputs, and what of it is not as wanted. */
export interface FoundUser {
  outputs: UserOutputs;
  differences: Differences;
}

/** Returns the user with that name; null for nothing. @throws AlreadyExists for a user that was there before its resource */
export async function readUser(ctx: ReadCall, wanted: WantedUser): Promise<FoundUser | null> {
  return await withSession(ctx, ctx.config, async (session) => {
    refuseReserved(wanted.name, session.server);
    const existing = await inspectUser(session, wanted.name);
    if (existing === null) return null;
    refuseForeign(ctx, wanted.name);
    return {
      outputs: outputsOf(session.server, wanted, existing),
      differences: differences(existing, wanted, ctx.outputs?.commands),
    };
  });
}

/** Makes the user, or what it is into what is wanted. */
export async function applyUser(
  ctx: Call<UserConfig>,
  wanted: WantedUser,
  occasion: "create" | "update",
): Promise<UserOutputs> {
  return await withSession(ctx, ctx.config, async (session) => {
    refuseReserved(wanted.name, session.server);
    const before = await inspectUser(session, wanted.name);
    if (before !== null && occasion === "create") refuseForeign(ctx, wanted.name);
    const existing = await ensureUser(ctx, session, wanted, ctx.config.save);
    if (occasion === "create") ctx.log.info(`user "${wanted.name}" created`);
    else if (before === null) ctx.log.warn(`user "${wanted.name}" was missing and has been created again`);
    else ctx.log.info(`user "${wanted.name}" updated`);
    return outputsOf(session.server, wanted, existing);
  });
}

/**
 * Deletes the user unless it cannot be this resource's; then runs `after` on the same connection, when nobody can use
 * the user any more. `after` runs as well when the user was gone before.
 */
export async function removeUser(
  ctx: Call<UserConfig>,
  wanted: WantedUser,
  after: (session: Session) => Promise<void> = async () => {},
): Promise<void> {
  await withSession(ctx, ctx.config, async (session) => {
    const existing = await inspectUser(session, wanted.name);
    if (existing !== null) {
      const reason = whyKept(wanted, existing, session.server, ctx);
      if (reason !== null) {
        ctx.log.warn(`user "${wanted.name}" is left as it is: ${reason}`);
        return;
      }
      await deleteUser(ctx, session, wanted.name, ctx.config.save);
      ctx.log.info(`user "${wanted.name}" deleted`);
    }
    await after(session);
  });
}

/** Outputs of a user whose password is known. */
export function outputsOf(
  server: Server,
  { name, password }: Pick<WantedUser, "name" | "password">,
  existing: ExistingUser,
): UserOutputs {
  const { host, port } = server;
  return {
    username: name,
    password,
    host,
    port,
    url: connectionUrl(server, name, password),
    commands: existing.commands,
  };
}
