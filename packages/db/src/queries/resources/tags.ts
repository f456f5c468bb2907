import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

/** How many resources are read: the index on tags is a GIN, which cannot list its keys. */
const TAGS_LOOKED_THROUGH = 20_000;

const inUse = tenantStatement(
  "tags_in_use",
  `SELECT t.tag, count(*)::int AS count FROM (
     SELECT tags FROM resources WHERE organization_id = $1 ORDER BY name, provider, resource LIMIT ${TAGS_LOOKED_THROUGH}
   ) r CROSS JOIN LATERAL unnest(r.tags) AS t(tag)
   GROUP BY t.tag ORDER BY count DESC, t.tag LIMIT $2`,
);

/** The tags of the first 20,000 resources by name, most used first. */
export function findTags(tenant: Tenant, limit: number): Promise<{ tag: string; count: number }[]> {
  return tenant.query(inUse, limit);
}
