import { ConfigError, mayBeOwn, refuseStranger, type Standing } from "@pragma/sdk/provider";
import type { Server } from "../server/server-url.ts";
import type { ExistingUser } from "./inspect.ts";
import { passwordHash } from "./rules.ts";

/** Throws ConfigError for users that nobody may manage: the one everybody is at first, and the administrator. */
export function refuseReserved(name: string, server: Server): void {
  const reason = whyReserved(name, server);
  if (reason !== null) throw new ConfigError(`The user "${name}" is not managed: ${reason}`);
}

/** Throws AlreadyExists for a user that was there before its resource. */
export function refuseForeign(ctx: Standing, name: string): void {
  refuseStranger(ctx, name, `A user "${name}" exists already`);
}

/** Why deleting the resource leaves the user alone; null if it is to go. */
export function whyKept(
  user: { name: string; password: string },
  existing: ExistingUser,
  server: Server,
  ctx: Pick<Standing, "outputs" | "mayExist">,
): string | null {
  const reserved = whyReserved(user.name, server);
  if (reserved !== null || ctx.outputs !== null) return reserved;
  if (!mayBeOwn(ctx)) return "it was there before";
  // An attempt may have failed before it made anything.
  return hasPassword(existing, user.password) ? null : "its password is another one than the config's";
}

/** Whether it is one of the user's passwords. */
export function hasPassword(existing: ExistingUser, password: string): boolean {
  return !existing.nopass && existing.passwords.includes(passwordHash(password));
}

/** Why nobody may manage the user; null if somebody may. */
export function whyReserved(name: string, server: Server): string | null {
  if (name === "default") return "everybody is it who gives no name";
  return name === server.user ? "it is the user of server_url" : null;
}
