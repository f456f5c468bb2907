import type { Finding, Json } from "@pragma/contract";
import { putShippedTypes } from "@pragma/db/queries";
import type { DriftChange } from "@pragma/language";
import type { Organization } from "./organization.ts";
import { TEST_TYPES } from "./types.ts";
import type { World } from "./world.ts";

const [ITEM] = TEST_TYPES;

/** Makes the type `test/real` known, an item that can be read, and `test/unreal`, one without a real thing. */
export async function serveReal(world: World): Promise<void> {
  if (!ITEM) throw new Error("There is no item");
  await putShippedTypes(world.core.db, "test", [
    { ...ITEM, resource: "real", capabilities: ["read"], drift_every: 600 },
    { ...ITEM, resource: "unreal", real: false },
  ]);
}

/** Seals a value as the column of a resource's config would have it. */
export function sealed(world: World, org: Organization, value: Json): Json {
  return world.core.services.keyring.box(org.id).seal(value);
}

/** Records what a check found, as a check does: a row beside the resource, its word, and a new version. */
export async function find(
  world: World,
  org: Organization,
  key: string,
  { found = "drifted", changes = [], hash = "h1" }: { found?: Finding; changes?: DriftChange[]; hash?: string } = {},
): Promise<void> {
  await world.pool.query(
    `WITH checked AS (
       INSERT INTO drift_checks (organization_id, resource_key, provider, due_at, checked_at, found, changes, finding_hash)
       VALUES ($1, $2, split_part($2, '/', 1), now() + interval '1 hour', now(), $3, $4, $5)
       ON CONFLICT (organization_id, resource_key) DO UPDATE
         SET found = EXCLUDED.found, changes = EXCLUDED.changes, finding_hash = EXCLUDED.finding_hash
     ) UPDATE resources SET drift = $3, version = nextval('resources_version_seq')
       WHERE organization_id = $1 AND key = $2`,
    [org.id, key, found, JSON.stringify(changes), hash],
  );
}

/** Records that a check found nothing any more. */
export async function findNothing(world: World, org: Organization, key: string): Promise<void> {
  await world.pool.query(
    `WITH checked AS (
       UPDATE drift_checks SET found = NULL, changes = NULL, finding_hash = NULL
       WHERE organization_id = $1 AND resource_key = $2
     ) UPDATE resources SET drift = 'in_sync', version = nextval('resources_version_seq')
       WHERE organization_id = $1 AND key = $2`,
    [org.id, key],
  );
}
