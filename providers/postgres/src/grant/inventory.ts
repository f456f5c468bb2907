import type { Session } from "../server/session.ts";
import type { GrantConfig } from "./config.ts";
import type { Granted } from "./identity.ts";
import { initialAcl } from "./initial.ts";
import { PRIVILEGES } from "./privileges.ts";

/** What a role was granted on objects of one type, in one place. */
export interface GrantedThing extends Pick<GrantConfig, "role" | "object_type"> {
  /** Empty for the database itself. */
  schema: string;
  /** What it has on each object that it was granted anything on; null if that is nothing. */
  privileges: string[] | null;
  grantable: boolean | null;
  /** Names of the objects: the first of them, one more than may be listed. */
  names: string[];
  /** Whether these are all that are there, but for those that it owns. */
  isAll: boolean;
  /** The first role whose objects, made later, get all these privileges; null if there is none. */
  futureOf: string | null;
}

/** How many objects a grant may name. */
export const MAX_NAMED = 1000;

/** Where a list of them begins: after this one. */
export type Place = Pick<GrantedThing, "object_type" | "schema" | "role">;

/**
 * What roles were granted in the session's database, in the order of type, schema and role, as far as one grant can declare it. Left out
 * is what the server or an extension granted, and what the session's own user has.
 */
export async function listGranted(session: Session, after: Place | null, limit: number): Promise<GrantedThing[]> {
  const { object_type, schema, role } = after ?? { object_type: "", schema: "", role: "" };
  return await session.query<GrantedThing>(
    inventory(
      `(object_type COLLATE "C", schema COLLATE "C") >= ($3, $4)`,
      "(object_type, schema, role) > ($3, $4, $5) AND NOT starts_with(role, 'pg_') AND role <> session_user AND privileges IS NOT NULL",
    ),
    [KNOWN, limit, object_type, schema, role],
  );
}

/** What one role was granted in one place of the session's database; undefined if that is nothing. */
export async function findGranted(session: Session, granted: Granted): Promise<GrantedThing | undefined> {
  const [found] = await session.query<GrantedThing>(inventory("(object_type, schema) = ($3, $4)", "role = $5"), [
    ...[KNOWN, 1],
    ...[granted.object_type, granted.schema ?? "", granted.role],
  ]);
  return found;
}

/** Privileges that a grant can declare, each after its type of object. */
const KNOWN = Object.entries(PRIVILEGES).flatMap(([type, privileges]) => privileges.map((each) => `${type} ${each}`));

const OF_SERVER = "(starts_with(nspname, 'pg_') OR nspname = 'information_schema')";

/**
 * $1 lists the known privileges, $2 is how many rows are wanted. The conditions are about the objects and about these rows. What an
 * object came with was granted by nobody. Names are text in the C collation, so that rows have one order on each server.
 */
function inventory(objects: string, condition: string): string {
  return `
    WITH object AS (
      SELECT 'database' AS object_type, '' AS schema, datname::text AS name, oid, datdba AS owner, datacl AS acl,
        ${initialAcl("'d'", "pg_database", "datdba")} AS initial, 0::oid AS namespace
      FROM pg_database WHERE datname = current_database()
      UNION ALL
      SELECT 'schema', nspname, nspname, oid, nspowner, nspacl, ${initialAcl("'n'", "pg_namespace", "nspowner")}, oid
      FROM pg_namespace WHERE NOT ${OF_SERVER}
      UNION ALL
      SELECT CASE relkind WHEN 'S' THEN 'sequence' ELSE 'table' END, nspname, relname, pg_class.oid, relowner, relacl,
        ${initialAcl(`CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char"`, "pg_class", "relowner")}, n.oid
      FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
      WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND NOT ${OF_SERVER}
    ), given AS (
      SELECT object_type, schema, namespace, o.oid, name, a.grantee, a.privilege, a.grantable
      FROM object o CROSS JOIN LATERAL (
        SELECT grantee, privilege_type AS privilege, bool_or(is_grantable) AS grantable FROM aclexplode(o.acl)
        WHERE (grantee, privilege_type) NOT IN (SELECT i.grantee, i.privilege_type FROM aclexplode(o.initial) i) GROUP BY 1, 2
      ) a
      WHERE ${objects} AND object_type || ' ' || a.privilege = ANY ($1::text[])
    ), place AS (
      SELECT object_type, schema, namespace, grantee, count(DISTINCT oid) AS objects,
        (array_agg(DISTINCT name ORDER BY name))[1:${MAX_NAMED + 1}] AS names
      FROM given GROUP BY 1, 2, 3, 4
    ), common AS (
      SELECT object_type, schema, grantee, array_agg(privilege ORDER BY privilege) AS privileges, bool_and(grantable) AS grantable
      FROM (
        SELECT object_type, schema, grantee, privilege, bool_and(grantable) AS grantable, count(*) AS objects
        FROM given GROUP BY 1, 2, 3, 4
      ) p JOIN place USING (object_type, schema, grantee, objects)
      GROUP BY 1, 2, 3
    ), wanted AS (
      SELECT * FROM (
        SELECT object_type COLLATE "C" AS object_type, schema COLLATE "C" AS schema,
          CASE grantee WHEN 0 THEN 'public' ELSE r.rolname END::text COLLATE "C" AS role, place.grantee, namespace, objects, names,
          privileges, grantable
        FROM place LEFT JOIN common USING (object_type, schema, grantee) LEFT JOIN pg_roles r ON r.oid = grantee
      ) named WHERE role IS NOT NULL AND ${condition} ORDER BY object_type, schema, role LIMIT $2
    )
    SELECT object_type, schema, role, privileges, grantable, names,
      objects = (
        SELECT count(*) FROM object o
        WHERE o.object_type = w.object_type AND o.schema = w.schema AND o.owner <> w.grantee
      ) AS "isAll",
      (
        SELECT pg_get_userbyid(d.defaclrole) FROM pg_default_acl d
        WHERE d.defaclnamespace = w.namespace AND d.defaclobjtype = CASE w.object_type WHEN 'table' THEN 'r' WHEN 'sequence' THEN 'S' END
          AND NOT EXISTS (
            SELECT unnest(w.privileges) EXCEPT SELECT a.privilege_type FROM aclexplode(d.defaclacl) a
            WHERE a.grantee = w.grantee AND (a.is_grantable OR NOT w.grantable)
          )
        ORDER BY 1 LIMIT 1
      ) AS "futureOf"
    FROM wanted w ORDER BY object_type, schema, role`;
}
