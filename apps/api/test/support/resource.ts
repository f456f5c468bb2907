import type { Pool } from "pg";
import type { TestApi } from "./api.ts";

/** A resource of a built-in type, as a client applies it. */
export function configInput(name: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { provider: "pragma", resource: "config", name, config: { data: { name } }, ...more };
}

export function configId(name: string): string {
  return `resource:pragma_config_${name}`;
}

/** Where `configInput(name)` is, percent-encoded. */
export function configPath(name: string, rest = ""): string {
  return `/resources/${encodeURIComponent(configId(name))}${rest}`;
}

export type RowPatch = {
  lifecycle_state?: string;
  provisioned?: boolean;
  outputs?: unknown;
  error?: string;
  deletion_protected?: boolean;
};

/** Puts a resource into a state that otherwise only the worker brings about. */
export async function settle(pool: Pool, organizationId: string, name: string, patch: RowPatch): Promise<void> {
  const columns = Object.keys(patch);
  const sets = columns.map((column, index) => `${column} = $${index + 3}`);
  const values = columns.map((column) =>
    column === "outputs" ? JSON.stringify(patch.outputs) : patch[column as keyof RowPatch],
  );
  await pool.query(
    `UPDATE resources SET ${sets.join(", ")}, version = nextval('resources_version_seq') WHERE organization_id = $1 AND key = $2`,
    [organizationId, `pragma/config/${name}`, ...values],
  );
}

/** How many rows of each kind an organization has: to show that nothing was written. */
export async function countRows(api: TestApi, organizationId: string): Promise<Record<string, number>> {
  const tables = [
    "resources",
    "events",
    "resource_changes",
    "edges",
    "dead_letters",
    "audit_entries",
    "files",
    "blob_parts",
    "provider_builds",
    "provider_build_logs",
    "provider_deployments",
    "provider_types",
  ];
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const { rows } = await api.pool.query(`SELECT count(*)::int AS n FROM ${table} WHERE organization_id = $1`, [
      organizationId,
    ]);
    counts[table] = rows[0].n;
  }
  return counts;
}
