import type { Database } from "../../database.ts";
import { systemStatement } from "../../statement.ts";

/** SQL for the rate limit that an operator set for an organization; null if none did. */
export function rateLimitOf(organizationId: string): string {
  return `(SELECT l.value::float8 FROM organization_limits l WHERE l.organization_id = ${organizationId} AND l.name = 'requests')`;
}

/** SQL for the leased quotas that an operator set for an organization, as JSON by name; null if there are none. */
export function leasedQuotasOf(organizationId: string): string {
  return `(SELECT json_object_agg(l.name, l.value) FROM organization_limits l
     WHERE l.organization_id = ${organizationId} AND l.name IN ('resources', 'file_bytes'))`;
}

const lock = systemStatement("lock_organization", "SELECT name FROM organizations WHERE id = $1 FOR NO KEY UPDATE");

const called = systemStatement(
  "find_organizations_called",
  "SELECT id, name FROM organizations WHERE id::text = lower($1) OR name = $1 ORDER BY id::text = lower($1) DESC LIMIT 2",
);

/** Blocks other changes of its limits. @returns the organization's name; undefined if it does not exist */
export async function lockOrganization(db: Database, organizationId: string): Promise<string | undefined> {
  return (await db.query<{ name: string }>(lock, [organizationId]))[0]?.name;
}

/** Organizations with this id or name; two if there are several. */
export function findOrganizationsCalled(db: Database, text: string): Promise<{ id: string; name: string }[]> {
  return db.query<{ id: string; name: string }>(called, [text]);
}
