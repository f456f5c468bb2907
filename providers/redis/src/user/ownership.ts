import { ConfigError } from "@pragma/sdk/provider";
import type { Server } from "../server/server-url.ts";
import type { ExistingUser } from "./inspect.ts";
import { passwordHash } from "./rules.ts";

/** Throws ConfigError for users that nobody may manage: the one everybody is at first, and the administrator. */
export function refuseReserved(name: string, server: Server): void {
  const reason = whyReserved(name, server);
  if (reason !== null) throw new ConfigError(`The user "${name}" is not managed: ${reason}`);
}

/** A user that is there before its resource was ever ready is adopted only if this resource may well have made it. */
export function refuseStranger(name: string, password: string, existing: ExistingUser): void {
  if (hasPassword(existing, password)) return;
  throw new ConfigError(
    `A user "${name}" exists already and is not taken over: its password is another one than the config's. ` +
      "With its present password it can be adopted and changed afterwards",
  );
}

/** Why deleting the resource leaves the user alone; null if it is to go. `known`: the resource was ready once. */
export function whyKept(
  user: { name: string; password: string },
  existing: ExistingUser,
  server: Server,
  known: boolean,
): string | null {
  const reserved = whyReserved(user.name, server);
  if (reserved !== null || known) return reserved;
  return hasPassword(existing, user.password) ? null : "its password is another one than the config's";
}

/** Whether it is one of the user's passwords. */
export function hasPassword(existing: ExistingUser, password: string): boolean {
  return !existing.nopass && existing.passwords.includes(passwordHash(password));
}

function whyReserved(name: string, server: Server): string | null {
  if (name === "default") return "everybody is it who gives no name";
  return name === server.user ? "it is the user of server_url" : null;
}
