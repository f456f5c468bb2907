import type { Json } from "@pragma/contract";
import { putShippedTypes } from "@pragma/db/queries";
import type { Organization } from "./organization.ts";
import { TEST_TYPES } from "./types.ts";
import type { World } from "./world.ts";

interface StoredFinding {
  status: "drifted" | "missing";
  changes: readonly { path: string; declared: Json; found: Json }[];
}

/** Makes `test/item` a type whose objects can be read; `test/open` stays one whose cannot. */
export async function readItems(world: World): Promise<void> {
  const types = TEST_TYPES.map((type) => (type.resource === "item" ? { ...type, capabilities: ["read"] } : type));
  await putShippedTypes(world.core.db, "test", types);
}

/** Stores what a check found, as a worker does. */
export async function storeFinding(
  { pool }: World,
  { id }: Organization,
  key: string,
  { status, changes }: StoredFinding,
): Promise<void> {
  await pool.query(
    `INSERT INTO drift_checks (organization_id, resource_key, provider, due_at, checked_at, found, changes, finding_hash)
     VALUES ($1, $2, split_part($2, '/', 1), '2030-01-01T01:00:00Z', '2030-01-01T00:00:00Z', $3, $4, 'hash')
     ON CONFLICT (organization_id, resource_key) DO UPDATE
     SET checked_at = EXCLUDED.checked_at, found = EXCLUDED.found, changes = EXCLUDED.changes`,
    [id, key, status, JSON.stringify(changes)],
  );
  await pool.query("UPDATE resources SET drift = $3 WHERE organization_id = $1 AND key = $2", [id, key, status]);
}
