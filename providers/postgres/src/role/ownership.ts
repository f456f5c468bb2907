import { ConfigError } from "@pragma/sdk/provider";
import type { Call, Session } from "../server/session.ts";
import type { RoleConfig } from "./config.ts";
import type { ExistingRole } from "./inspect.ts";
import { logsIn } from "./logs-in.ts";
import { passwordIs } from "./password.ts";

/** Throws ConfigError for the names that PostgreSQL keeps for itself. */
export function refuseReserved(name: string): void {
  if (isReserved(name)) throw new ConfigError(`The role name "${name}" is reserved by PostgreSQL`);
}

/** A role that is there before its resource was ever ready is adopted only if this resource may well have made it. */
export async function refuseStranger(
  call: Call,
  session: Session,
  config: RoleConfig,
  existing: ExistingRole,
): Promise<void> {
  const reason = await whyKept(call, session, config, existing, false);
  if (reason === null) return;
  throw new ConfigError(`A role "${config.name}" exists already and is not taken over: ${reason}`);
}

/** Why deleting the resource leaves the role alone; null if it is to be dropped. `known`: it was ready once. */
export async function whyKept(
  call: Call,
  session: Session,
  config: RoleConfig,
  existing: ExistingRole,
  known: boolean,
): Promise<string | null> {
  if (isReserved(config.name)) return "its name is reserved by PostgreSQL";
  if (existing.isSelf) return "it is the user of server_url";
  if (known) return null;
  if (existing.privileged) return "it is a superuser, or may replicate or bypass row security";
  if ((await hasPassword(call, session, config, existing)) === false) {
    return "its password is another one than the config's. With its present password it can be adopted and changed afterwards";
  }
  return null;
}

/** By what is stored, or, where that cannot be read, by trying. */
async function hasPassword(
  call: Call,
  session: Session,
  { name, password }: RoleConfig,
  existing: ExistingRole,
): Promise<boolean | undefined> {
  const stored = await passwordIs(session, name, password);
  if (stored !== undefined || password === undefined || !existing.login) return stored;
  return await logsIn(call, session.server, name, password);
}

function isReserved(name: string): boolean {
  return name.startsWith("pg_") || name === "public" || name === "none";
}
