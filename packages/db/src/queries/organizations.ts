import type { Database } from "../database.ts";
import { systemStatement, tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";

const insert = systemStatement(
  "insert_organization",
  `WITH organization AS (INSERT INTO organizations (id, name) VALUES ($1, $2) RETURNING id, slug), membership AS (
     INSERT INTO memberships (organization_id, user_id, role) SELECT id, $3, 'owner' FROM organization
   )
   SELECT slug FROM organization`,
);

const rename = tenantStatement(
  "rename_organization",
  `UPDATE organizations o SET name = $2
   FROM (SELECT id, name FROM organizations WHERE id = $1::uuid FOR UPDATE) before
   WHERE o.id = before.id RETURNING before.name AS former`,
);

const pushGrant = tenantStatement("push_grant", "SELECT may_push FROM organizations WHERE id = $1::uuid");

/** Creates an organization, of which an existing account is the owner. @returns its slug */
export async function insertOrganization(
  db: Database,
  organization: { id: string; name: string; ownerId: string },
): Promise<string> {
  const { id, name, ownerId } = organization;
  const [row] = await db.query<{ slug: string }>(insert, [id, name, ownerId]);
  if (!row) throw new Error(`Nothing was inserted for the organization ${id}`);
  return row.slug;
}

/** Whether its members may push providers. */
export async function mayPush(tenant: Tenant): Promise<boolean> {
  return (await tenant.queryOne<{ may_push: boolean }>(pushGrant))?.may_push === true;
}

/** @returns the former name */
export async function renameOrganization(tenant: Tenant, name: string): Promise<string | undefined> {
  return (await tenant.queryOne<{ former: string }>(rename, name))?.former;
}

const first = systemStatement("first_organization", "SELECT id FROM organizations ORDER BY created_at, id LIMIT 1");

/** The id of the organization that was made first; null while there is none. */
export async function findFirstOrganization(db: Database): Promise<string | null> {
  const [row] = await db.query<{ id: string }>(first, []);
  return row?.id ?? null;
}
