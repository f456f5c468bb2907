import type { Database } from "../database.ts";
import { systemStatement, tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";

/** What an operator set for an organization in place of a setting. */
export interface OrganizationLimitRow {
  name: string;
  value: number;
}

/** SQL for the rate limit that an operator set for an organization; null where none did. */
export function rateLimitOf(organizationId: string): string {
  return `(SELECT l.value::float8 FROM organization_limits l WHERE l.organization_id = ${organizationId} AND l.name = 'requests')`;
}

/** SQL for the quotas that an operator set for an organization, of those that are leased, as JSON by name; null where none. */
export function leasedQuotasOf(organizationId: string): string {
  return `(SELECT json_object_agg(l.name, l.value) FROM organization_limits l
     WHERE l.organization_id = ${organizationId} AND l.name IN ('resources', 'file_bytes'))`;
}

const own = tenantStatement(
  "organization_limits",
  "SELECT l.name, l.value::float8 AS value FROM organization_limits l WHERE l.organization_id = $1 ORDER BY l.name",
);

const lock = systemStatement("lock_organization", "SELECT name FROM organizations WHERE id = $1 FOR NO KEY UPDATE");

const findName = systemStatement("find_organization_name", "SELECT name FROM organizations WHERE id = $1");

const called = systemStatement(
  "find_organizations_called",
  "SELECT id, name FROM organizations WHERE id::text = lower($1) OR name = $1 ORDER BY id::text = lower($1) DESC LIMIT 2",
);

const set = tenantStatement(
  "set_organization_limit",
  `INSERT INTO organization_limits (organization_id, name, value) VALUES ($1, $2, $3)
   ON CONFLICT (organization_id, name) DO UPDATE SET value = EXCLUDED.value, updated_at = now()`,
);

const clear = tenantStatement(
  "clear_organization_limit",
  "DELETE FROM organization_limits WHERE organization_id = $1 AND name = $2",
);

/** What operators set for the organization, by name. */
export function findOrganizationLimits(tenant: Tenant): Promise<OrganizationLimitRow[]> {
  return tenant.query<OrganizationLimitRow>(own);
}

/** Holds back everybody else who changes its limits. @returns the organization's name; undefined if there is none */
export async function lockOrganization(db: Database, organizationId: string): Promise<string | undefined> {
  return (await db.query<{ name: string }>(lock, [organizationId]))[0]?.name;
}

/** The name of an organization, for whoever looks after all of them. */
export async function findOrganizationName(db: Database, organizationId: string): Promise<string | undefined> {
  return (await db.query<{ name: string }>(findName, [organizationId]))[0]?.name;
}

/** Organizations of this id or name: two where there are several. */
export function findOrganizationsCalled(db: Database, text: string): Promise<{ id: string; name: string }[]> {
  return db.query<{ id: string; name: string }>(called, [text]);
}

/** Sets a limit of the organization; null takes it away, so that the setting holds again. */
export async function setOrganizationLimit(tenant: Tenant, name: string, value: number | null): Promise<void> {
  if (value === null) await tenant.query(clear, name);
  else await tenant.query(set, name, value);
}
