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
}

/** Looks a role up; null if there is none of that name. */
export async function inspectRole(session: Session, name: string): Promise<ExistingRole | null> {
  const [role] = await session.query<ExistingRole>(
    `SELECT r.rolsuper OR r.rolreplication OR r.rolbypassrls AS privileged,
            r.rolname = session_user AS "isSelf",
            r.rolcanlogin AS login, r.rolcreatedb AS createdb, r.rolcreaterole AS createrole, r.rolinherit AS inherit,
            r.rolconnlimit AS "connectionLimit",
            nullif(coalesce(to_char(r.rolvaliduntil AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                            r.rolvaliduntil::text), 'infinity') AS "validUntil"
     FROM pg_roles r WHERE r.rolname = $1`,
    [name],
  );
  return role ?? null;
}
