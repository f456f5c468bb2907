import type { Session } from "../server/session.ts";
import type { GrantConfig } from "./config.ts";
import { initialAcl } from "./initial.ts";
import { expand } from "./privileges.ts";

/** An object that the grant is about, and the privileges that its role was given on it directly. */
export interface GrantedObject {
  oid: number;
  name: string;
  ownedByRole: boolean;
  held: string[];
  grantable: string[];
  /** Those of `held` that somebody granted: not what it may do as the owner, nor what everybody may from the beginning. */
  given: string[];
}

/** Per type: which catalog, and where in it name, owner and access list are. $1 is the name, $3 the list of names. */
const SOURCES = {
  database: source("d", "pg_database", "datname", "datdba", "datacl", "datname = $1"),
  schema: source("n", "pg_namespace", "nspname", "nspowner", "nspacl", "nspname = $1"),
  table: relations("r", "'r', 'p', 'v', 'm', 'f'"),
  sequence: relations("s", "'S'"),
};

function relations(type: string, kinds: string): string {
  const inSchema = `relnamespace = to_regnamespace(quote_ident($1)) AND relkind IN (${kinds})`;
  const named = "($3::text[] IS NULL OR relname = ANY ($3))";
  return source(type, "pg_class", "relname", "relowner", "relacl", `${inSchema} AND ${named}`);
}

/** `usual` is the access list of an object without one. */
function source(type: string, catalog: string, name: string, owner: string, acl: string, condition: string): string {
  return `SELECT oid, ${name} AS name, ${owner} AS owner, ${acl} AS acl, acldefault('${type}', ${owner}) AS usual,
            ${initialAcl(`'${type}'`, catalog, owner)} AS initial
          FROM ${catalog} WHERE ${condition}`;
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
     SELECT object.oid, object.name::text, owner = id AS "ownedByRole",
            ARRAY(SELECT privilege_type FROM aclexplode(coalesce(acl, usual)) WHERE aclexplode.grantee = id) AS held,
            ARRAY(SELECT privilege_type FROM aclexplode(coalesce(acl, usual)) WHERE aclexplode.grantee = id AND is_grantable) AS grantable,
            ARRAY(SELECT privilege_type FROM aclexplode(acl) WHERE aclexplode.grantee = id
                  EXCEPT SELECT privilege_type FROM aclexplode(initial) WHERE aclexplode.grantee = id) AS given
     FROM object, grantee WHERE id IS NOT NULL ORDER BY 1`,
    values,
  );
}

/** Whether the role and the schema of a grant exist. */
export async function inspectPlace(
  session: Session,
  { role, schema }: GrantConfig,
): Promise<{ role: boolean; schema: boolean } | undefined> {
  const [there] = await session.query<{ role: boolean; schema: boolean }>(
    `SELECT $1 = 'public' OR EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS role,
            $2::text IS NULL OR to_regnamespace(quote_ident($2)) IS NOT NULL AS schema`,
    [role, schema ?? null],
  );
  return there;
}

/** Whether what `owner` will make in the schema gets all that the config promises. */
export async function holdsFuture(session: Session, config: GrantConfig, owner: string): Promise<boolean> {
  const [row] = await session.query<Pick<GrantedObject, "held" | "grantable">>(
    `WITH grantee AS (SELECT CASE WHEN $4 = 'public' THEN 0::oid ELSE (SELECT oid FROM pg_roles WHERE rolname = $4) END AS id)
     SELECT ARRAY(SELECT privilege_type FROM aclexplode(defaclacl) WHERE aclexplode.grantee = id) AS held,
            ARRAY(SELECT privilege_type FROM aclexplode(defaclacl) WHERE aclexplode.grantee = id AND is_grantable) AS grantable
     FROM pg_default_acl, grantee
     WHERE defaclrole = (SELECT oid FROM pg_roles WHERE rolname = $1)
       AND defaclnamespace = to_regnamespace(quote_ident($2)) AND defaclobjtype = $3`,
    [owner, config.schema, config.object_type === "sequence" ? "S" : "r", config.role],
  );
  if (row === undefined) return false;
  const enough = config.with_grant_option ? row.grantable : row.held;
  return expand(config.object_type, config.privileges).every((privilege) => enough.includes(privilege));
}

/** Privileges that the config promises and the role does not hold, as "SELECT on customers". */
export function missingPrivileges(config: GrantConfig, objects: GrantedObject[]): string[] {
  const wanted = expand(config.object_type, config.privileges);
  return objects.flatMap(({ name, held, grantable, ownedByRole }) => {
    const enough = config.with_grant_option && !ownedByRole ? grantable : held;
    return wanted.filter((privilege) => !enough.includes(privilege)).map((privilege) => `${privilege} on ${name}`);
  });
}
