import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { isInternalId } from "../sql/internal-id.ts";
import { allColumns, type PresentedRow, presentedColumns, type ResourceRow } from "../sql/resource-row.ts";
import { typesVersion } from "../sql/types-version.ts";

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
const byKeyWithTypes = tenantStatement(
  "find_resource_and_types_by_key",
  `SELECT ${typesVersion} AS types_version, ${allColumns}
   FROM (SELECT) AS one LEFT JOIN resources r ON r.organization_id = $1 AND r.key = $2`,
);
const byIdWithTypes = tenantStatement(
  "find_resource_and_types_by_id",
  `SELECT ${typesVersion} AS types_version, ${allColumns}
   FROM (SELECT) AS one LEFT JOIN resources r ON r.organization_id = $1 AND r.id = $2`,
);
const byKeyForUpdate = tenantStatement(
  "lock_resource_by_key",
  `SELECT ${allColumns} FROM resources r WHERE r.organization_id = $1 AND r.key = $2 FOR UPDATE`,
);
const awaiting = tenantStatement(
  "lock_awaiting",
  "SELECT 1 AS awaited FROM resources WHERE organization_id = $1 AND key = $2 AND pending_event_id = $3 FOR SHARE",
);

/** The columns that clients see, by internal or friendly id. */
export function findPresented(tenant: Tenant, id: string): Promise<PresentedRow | undefined> {
  return tenant.queryOne<PresentedRow>(isInternalId(id) ? presentedById : presentedByKey, id);
}

/** The whole row, by internal or friendly id. */
export function findResource(tenant: Tenant, id: string): Promise<ResourceRow | undefined> {
  return tenant.queryOne<ResourceRow>(isInternalId(id) ? byId : byKey, id);
}

/**
 * The whole row, by internal or friendly id, and the version of the organization's types at the same moment: for
 * decisions that depend on its type, even if there is no row.
 */
export async function findResourceAndTypes(
  tenant: Tenant,
  id: string,
): Promise<{ row: ResourceRow | undefined; typesVersion: string }> {
  const statement = isInternalId(id) ? byIdWithTypes : byKeyWithTypes;
  const found = (await tenant.queryOne<ResourceRow & { types_version: string }>(statement, id)) as ResourceRow & {
    types_version: string;
  };
  const { types_version: typesVersion, ...row } = found;
  return { row: row.key === null ? undefined : row, typesVersion };
}

/** The whole row, locked until the end of the transaction. */
export function lockResource(tenant: Tenant, key: string): Promise<ResourceRow | undefined> {
  return tenant.queryOne<ResourceRow>(byKeyForUpdate, key);
}

/**
 * Whether the result of an event is awaited. If so, it stays awaited until the transaction ends: nobody can cancel it,
 * or change the resource.
 */
export async function lockAwaiting(tenant: Tenant, key: string, eventId: string): Promise<boolean> {
  return (await tenant.queryOne(awaiting, key, eventId)) !== undefined;
}
