import { ANOTHER, asDeclared } from "../found.ts";
import type { Session } from "../server/session.ts";
import type { RoleConfig } from "./config.ts";
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
    ...(await findMemberships(session, config)),
  };
}

async function findPassword(session: Session, { name, password }: RoleConfig): Promise<{ password?: string | null }> {
  const stored = await storedPassword(session, name);
  if (stored === undefined) return {};
  if (stored === null) return password === undefined ? {} : { password: null };
  if (password === undefined) return { password: ANOTHER };
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

async function findMemberships(
  session: Session,
  { name, member_of: declared }: RoleConfig,
): Promise<{ member_of?: string[] }> {
  if (declared === undefined) return {};
  const groups = await session.query<{ name: string }>(
    `SELECT DISTINCT g.rolname::text AS name
     FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member
     WHERE r.rolname = $1 ORDER BY 1`,
    [name],
  );
  return {
    member_of: asDeclared(
      declared,
      groups.map((group) => group.name),
    ),
  };
}
