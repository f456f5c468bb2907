import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import type { ResourceRow } from "../sql/resource-row.ts";

/** How far a resource is on its way out, if it is. */
export type Standing = Pick<ResourceRow, "key" | "id" | "lifecycle_state" | "deleting_since">;

const standings = tenantStatement(
  "standings",
  `SELECT r.key, r.id, r.lifecycle_state, r.deleting_since FROM resources r
   WHERE r.organization_id = $1 AND r.key = ANY($2::text[]) ORDER BY r.key`,
);

/** The standings of those resources that exist. */
export function findStandings(tenant: Tenant, keys: readonly string[]): Promise<Standing[]> {
  return tenant.query<Standing>(standings, keys);
}
