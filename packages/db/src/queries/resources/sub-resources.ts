import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { edgesFrom } from "../sql/by-key.ts";

const dependsOn = tenantStatement(
  "depends_on",
  `WITH RECURSIVE needed(key) AS (
     SELECT $2::text COLLATE "C"
     UNION
     SELECT e.to_key FROM needed CROSS JOIN LATERAL (${edgesFrom("needed.key")}) AS e WHERE e.kind = 'dependency'
   )
   SELECT EXISTS (SELECT 1 FROM needed WHERE key = $3) AS found`,
);

/** Whether a resource needs another to be ready, directly or not. */
export async function needs(tenant: Tenant, key: string, other: string): Promise<boolean> {
  const row = await tenant.queryOne<{ found: boolean }>(dependsOn, key, other);
  return row?.found === true;
}
