import { lockingStatement, tenantStatement } from "../statement.ts";
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

const VERSION_COLUMNS = [
  "key",
  "id",
  "provider",
  "resource",
  "version",
  "lifecycle_state",
  "pending_event_id",
  "deleting_since",
] as const;

/** Which version of a resource there is, and where it stands. While the version is the same, nothing of it was written. */
export type VersionRow = Pick<ResourceRow, (typeof VERSION_COLUMNS)[number]>;

const lockVersion = lockingStatement(
  tenantStatement(
    "lock_versions",
    `SELECT ${VERSION_COLUMNS.map((column) => `r.${column}`).join(", ")}
     FROM resources r WHERE r.organization_id = $1 AND r.key = ANY($2::text[])
     ORDER BY r.key FOR NO KEY UPDATE`,
  ),
);

/**
 * Locks resources in the order of their keys, and reads no more of them than that nothing was written: of thousands, reading
 * all of each would take longer than locking them.
 * @returns each that exists, by key
 */
export async function lockVersions(tenant: Tenant, keys: readonly string[]): Promise<ReadonlyMap<string, VersionRow>> {
  const rows = await tenant.query<VersionRow>(lockVersion, keys);
  return new Map(rows.map((row) => [row.key, row]));
}
