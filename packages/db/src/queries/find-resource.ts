import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";
import { allColumns, type PresentedRow, presentedColumns, type ResourceRow } from "./resource-row.ts";

const presentedById = tenantStatement(
  "find_presented_by_id",
  `SELECT ${presentedColumns} FROM resources r WHERE r.organization_id = $1 AND r.id = $2`,
);
const presentedByKey = tenantStatement(
  "find_presented_by_key",
  `SELECT ${presentedColumns} FROM resources r WHERE r.organization_id = $1 AND r.key = $2`,
);
const byKey = tenantStatement(
  "find_resource_by_key",
  `SELECT ${allColumns} FROM resources r WHERE r.organization_id = $1 AND r.key = $2`,
);
const byId = tenantStatement(
  "find_resource_by_id",
  `SELECT ${allColumns} FROM resources r WHERE r.organization_id = $1 AND r.id = $2`,
);
const byKeyForUpdate = tenantStatement(
  "lock_resource_by_key",
  `SELECT ${allColumns} FROM resources r WHERE r.organization_id = $1 AND r.key = $2 FOR UPDATE`,
);

/** What a client calls a resource: its internal id, or its friendly id `provider/resource/name`. */
function isInternalId(id: string): boolean {
  return id.startsWith("resource:");
}

/** The columns that clients see, by internal or friendly id. */
export function findPresented(tenant: Tenant, id: string): Promise<PresentedRow | undefined> {
  return tenant.queryOne<PresentedRow>(isInternalId(id) ? presentedById : presentedByKey, id);
}

/** The whole row, by internal or friendly id. */
export function findResource(tenant: Tenant, id: string): Promise<ResourceRow | undefined> {
  return tenant.queryOne<ResourceRow>(isInternalId(id) ? byId : byKey, id);
}

/** The whole row, locked until the end of the transaction. */
export function lockResource(tenant: Tenant, key: string): Promise<ResourceRow | undefined> {
  return tenant.queryOne<ResourceRow>(byKeyForUpdate, key);
}
