import { ConfigError } from "@pragma/sdk/provider";
import type { ExistingRole } from "./inspect.ts";

/** Whether PostgreSQL keeps the name for itself. */
export function isReserved(name: string): boolean {
  return name.startsWith("pg_") || name === "public" || name === "none";
}

/** Throws ConfigError for the names that PostgreSQL keeps for itself. */
export function refuseReserved(name: string): void {
  if (isReserved(name)) throw new ConfigError(`The role name "${name}" is reserved by PostgreSQL`);
}

/** Throws ConfigError for roles that are not this provider's to make: it never begins to manage them. */
export function refusePrivileged(name: string, existing: ExistingRole): void {
  const reason = whyPrivileged(existing);
  if (reason !== null) throw new ConfigError(`The role "${name}" is not managed: ${reason}`);
}

/** Why a role is not this provider's to make; null if it is. */
export function whyPrivileged({ isSelf, privileged }: ExistingRole): string | null {
  if (isSelf) return "it is the user of server_url";
  return privileged ? "it is a superuser, or may replicate or bypass row security" : null;
}
