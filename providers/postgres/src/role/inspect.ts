import type { Session } from "../server/session.ts";

/** A role as the server has it. */
export interface ExistingRole {
  /** Superuser, replication or bypassing row security: rights this provider never gives. */
  privileged: boolean;
  /** The account this session works with. */
  isSelf: boolean;
  login: boolean;
  createdb: boolean;
  createrole: boolean;
  inherit: boolean;
  connectionLimit: number;
  /** When its password stops working, ISO 8601 with microseconds; null for never. */
  validUntil: string | null;
  /** The roles it is a member of. */
  memberOf: string[];
}

const PRIVILEGED = "(r.rolsuper OR r.rolreplication OR r.rolbypassrls)";

/** Looks a role up; null if there is none of that name. */
export async function inspectRole(session: Session, name: string): Promise<ExistingRole | null> {
  const [role] = await session.query<ExistingRole>(`SELECT ${COLUMNS} FROM pg_roles r WHERE r.rolname = $1`, [name]);
  return role ?? null;
}

/** Roles that may be managed, by name: not those of the server, not privileged ones, and not the session's own. */
export async function inspectRoles(
  session: Session,
  after: string,
  limit: number,
): Promise<(ExistingRole & { name: string })[]> {
  return await session.query(
    `SELECT r.rolname AS name, ${COLUMNS} FROM pg_roles r
     WHERE r.rolname > $1 AND NOT starts_with(r.rolname, 'pg_') AND NOT ${PRIVILEGED} AND r.rolname <> session_user
     ORDER BY r.rolname LIMIT $2`,
    [after, limit],
  );
}

const COLUMNS = `${PRIVILEGED} AS privileged, r.rolname = session_user AS "isSelf",
            r.rolcanlogin AS login, r.rolcreatedb AS createdb, r.rolcreaterole AS createrole, r.rolinherit AS inherit,
            r.rolconnlimit AS "connectionLimit",
            nullif(coalesce(to_char(r.rolvaliduntil AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                            r.rolvaliduntil::text), 'infinity') AS "validUntil",
            ARRAY(SELECT DISTINCT g.rolname::text FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
                  WHERE m.member = r.oid ORDER BY 1) AS "memberOf"`;
