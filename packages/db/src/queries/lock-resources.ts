import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";
import { allColumns, type ResourceRow } from "./resource-row.ts";

const rowsOf = `SELECT ${allColumns} FROM resources r WHERE r.organization_id = $1 AND r.key = ANY($2::text[]) ORDER BY r.key`;
const lockSet = tenantStatement("lock_resources", `${rowsOf} FOR UPDATE`);
const readSet = tenantStatement("read_resources", rowsOf);

/** Locks resources, in the order of their keys. */
export function lockResources(tenant: Tenant, keys: readonly string[]): Promise<ResourceRow[]> {
  return tenant.query<ResourceRow>(lockSet, keys);
}

/** `lockResources` without locks, for reading. */
export function readResources(tenant: Tenant, keys: readonly string[]): Promise<ResourceRow[]> {
  return tenant.query<ResourceRow>(readSet, keys);
}
