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

/** Whether a resource needs another to be ready, directly or not. */
export async function needs(tenant: Tenant, key: string, other: string): Promise<boolean> {
  const row = await tenant.queryOne<{ found: boolean }>(dependsOn, key, other);
  return row?.found === true;
}
