import { ANOTHER, asDeclared } from "../found.ts";
import type { Session } from "../server/session.ts";
import { type RoleConfig, roleConfig } from "./config.ts";
import type { ExistingRole } from "./inspect.ts";
import { isHashOf, storedPassword } from "./password.ts";

/** The role in terms of its config. What it does not name there and leaves alone is left out, as is what may not be read. */
export async function roleAsFound(session: Session, config: RoleConfig, existing: ExistingRole) {
  const { login, createdb, createrole, inherit, connectionLimit } = existing;
  return {
    name: config.name,
    login,
    createdb,
    createrole,
    inherit,
    connection_limit: connectionLimit,
    ...(await findPassword(session, config)),
    ...(await findValidity(session, config, existing)),
    ...(config.member_of !== undefined && { member_of: asDeclared(config.member_of, existing.memberOf) }),
  };
}

/** A config that declares the role as it is, but for its password, which nobody can read. */
export function roleAsIs(name: string, existing: ExistingRole) {
  const { login, createdb, createrole, inherit, connectionLimit, validUntil, memberOf } = existing;
  return {
    name,
    login,
    createdb,
    createrole,
    inherit,
    connection_limit: connectionLimit,
    // A time before or after all others cannot be declared.
    ...(roleConfig.shape.valid_until.safeParse(validUntil).success && { valid_until: validUntil ?? undefined }),
    member_of: memberOf,
  };
}

async function findPassword(session: Session, { name, password }: RoleConfig): Promise<{ password?: string | null }> {
  if (password === undefined) return {};
  const stored = await storedPassword(session, name);
  if (stored === undefined) return {};
  if (stored === null) return { password: null };
  const isSame = await isHashOf(stored, name, password);
  if (isSame === undefined) return {};
  return { password: isSame ? password : ANOTHER };
}

async function findValidity(
  session: Session,
  { valid_until: declared }: RoleConfig,
  { validUntil: found }: ExistingRole,
): Promise<{ valid_until?: string | null }> {
  if (declared === undefined) return found === null ? {} : { valid_until: found };
  if (found === null) return { valid_until: null };
  // The server compares, since it rounds what is declared to microseconds.
  const [row] = await session.query<{ same: boolean }>("SELECT $1::timestamptz = $2::timestamptz AS same", [
    declared,
    found,
  ]);
  return { valid_until: row?.same === true ? declared : found };
}
