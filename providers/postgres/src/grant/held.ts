import type { Session } from "../server/session.ts";
import type { GrantConfig } from "./config.ts";
import { expand } from "./privileges.ts";

/** An object that the grant is about, and the privileges that its role was given on it directly. */
export interface GrantedObject {
  name: string;
  ownedByRole: boolean;
  held: string[];
  grantable: string[];
}

/** Per type: which catalog, and where in it name, owner and access list are. $1 is the name, $3 the list of names. */
const SOURCES = {
  database:
    "SELECT datname AS name, datdba AS owner, coalesce(datacl, acldefault('d', datdba)) AS acl FROM pg_database WHERE datname = $1",
  schema:
    "SELECT nspname AS name, nspowner AS owner, coalesce(nspacl, acldefault('n', nspowner)) AS acl FROM pg_namespace WHERE nspname = $1",
  table: relations("r", "'r', 'p', 'v', 'm', 'f'"),
  sequence: relations("s", "'S'"),
};

function relations(aclType: string, kinds: string): string {
  return `SELECT relname AS name, relowner AS owner, coalesce(relacl, acldefault('${aclType}', relowner)) AS acl
          FROM pg_class WHERE relnamespace = to_regnamespace(quote_ident($1)) AND relkind IN (${kinds})
            AND ($3::text[] IS NULL OR relname = ANY ($3))`;
}

/**
 * The objects that exist now of those the grant covers. A grantee that does not exist holds nothing; `public` is the
 * grantee 0.
 */
export async function readObjects(session: Session, config: GrantConfig): Promise<GrantedObject[]> {
  const source = SOURCES[config.object_type];
  const values: unknown[] = [config.schema ?? config.database, config.role];
  if (source.includes("$3")) values.push(config.objects ?? null);
  return await session.query<GrantedObject>(
    `WITH object AS (${source}),
          grantee AS (SELECT CASE WHEN $2 = 'public' THEN 0::oid ELSE (SELECT oid FROM pg_roles WHERE rolname = $2) END AS id)
     SELECT object.name::text, owner = id AS "ownedByRole",
            ARRAY(SELECT privilege_type FROM aclexplode(acl) WHERE aclexplode.grantee = id) AS held,
            ARRAY(SELECT privilege_type FROM aclexplode(acl) WHERE aclexplode.grantee = id AND is_grantable) AS grantable
     FROM object, grantee WHERE id IS NOT NULL ORDER BY 1`,
    values,
  );
}

/** Privileges that the config promises and the role does not hold, as "SELECT on customers". */
export function missingPrivileges(config: GrantConfig, objects: GrantedObject[]): string[] {
  const wanted = expand(config.object_type, config.privileges);
  return objects.flatMap(({ name, held, grantable, ownedByRole }) => {
    const enough = config.with_grant_option && !ownedByRole ? grantable : held;
    return wanted.filter((privilege) => !enough.includes(privilege)).map((privilege) => `${privilege} on ${name}`);
  });
}
