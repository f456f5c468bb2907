import { lockingStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { allColumns, type ResourceRow } from "../sql/resource-row.ts";

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

const versionsOf = `SELECT ${VERSION_COLUMNS.map((column) => `r.${column}`).join(", ")}
   FROM resources r WHERE r.organization_id = $1 AND r.key = ANY($2::text[])`;
const lockVersion = lockingStatement(
  tenantStatement("lock_versions", `${versionsOf} ORDER BY r.key FOR NO KEY UPDATE`),
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

const readVersion = tenantStatement("read_versions", versionsOf);
const lockStill = lockingStatement(
  tenantStatement(
    "lock_standing",
    `SELECT string_agg(l.key || ' ' || l.version, E'\n') AS versions FROM (
       SELECT r.key, r.version FROM resources r WHERE r.organization_id = $1 AND r.key = ANY($2::text[])
       ORDER BY r.key FOR NO KEY UPDATE
     ) AS l`,
  ),
);

/**
 * `lockVersions` for a few resources among thousands of which only the versions matter: these come in one text, since a row for
 * each would take longer than locking it.
 * @param standing keys of which only the versions matter
 * @returns the rows of `keys`, and the versions of all, by key
 */
export async function lockStanding(
  tenant: Tenant,
  keys: readonly string[],
  standing: readonly string[],
): Promise<{ rows: ReadonlyMap<string, VersionRow>; versions: ReadonlyMap<string, string> }> {
  const locked = await tenant.queryOne<{ versions: string | null }>(lockStill, [...new Set([...keys, ...standing])]);
  const lines = locked?.versions?.split("\n") ?? [];
  const versions = new Map(lines.map((line) => line.split(" ") as [string, string]));
  const rows = keys.length === 0 ? [] : await tenant.query<VersionRow>(readVersion, keys);
  return { rows: new Map(rows.map((row) => [row.key, row])), versions };
}
