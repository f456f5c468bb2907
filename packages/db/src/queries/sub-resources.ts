import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";

const dependsOn = tenantStatement(
  "depends_on",
  `WITH RECURSIVE needed(key) AS (
     SELECT $2::text COLLATE "C"
     UNION
     SELECT e.to_key
     FROM needed JOIN edges e ON e.organization_id = $1 AND e.from_key = needed.key AND e.kind = 'dependency'
   )
   SELECT EXISTS (SELECT 1 FROM needed WHERE key = $3) AS found`,
);

const applied = tenantStatement(
  "sub_resources",
  `SELECT r.key
   FROM edges e JOIN resources r ON r.organization_id = e.organization_id AND r.key = e.from_key
   WHERE e.organization_id = $1 AND e.to_key = $2 AND e.kind = 'owner'
     AND r.deleting_since IS NULL AND r.applied_by->>'via' = $2
   ORDER BY r.key`,
);

/** Whether a resource needs another to be ready, at any distance. */
export async function needs(tenant: Tenant, key: string, other: string): Promise<boolean> {
  const row = await tenant.queryOne<{ found: boolean }>(dependsOn, key, other);
  return row?.found === true;
}

/** Keys of what the handlers of an owner applied last, and nobody since. */
export async function findSubResources(tenant: Tenant, owner: string): Promise<string[]> {
  return (await tenant.query<{ key: string }>(applied, owner)).map(({ key }) => key);
}
