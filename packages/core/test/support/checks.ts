import type { Finding, JsonObject } from "@pragma/contract";
import { type ComparedRow, findResourceAndTypes } from "@pragma/db/queries";
import { type Check, type Found, judgeCheck, recordVerdicts, type Verdict } from "../../src/processing/checks/index.ts";
import type { World } from "./world.ts";

/** A check of a resource, as a worker takes it. */
export async function checkOf(world: World, key: string, more: Partial<Check> = {}): Promise<Check> {
  const organizationId = world.org.id;
  const { row, typesVersion } = await findResourceAndTypes(world.core.db.tenant(organizationId), key);
  const types = await world.core.types.at(organizationId, typesVersion);
  const type = row && types.find(row.provider, row.resource);
  if (!row || !type) throw new Error(`${key} cannot be checked`);
  const { rows } = await world.pool.query<{
    found: Finding | null;
    finding_hash: string | null;
    is_forgotten: boolean;
  }>(
    "SELECT found, finding_hash, found IS NOT NULL AND changes IS NULL AS is_forgotten FROM drift_checks WHERE organization_id = $1 AND resource_key = $2",
    [organizationId, key],
  );
  return {
    ...{
      organizationId,
      row: row as ComparedRow,
      type,
      connection: null,
      failures: 0,
      absentSeconds: null,
      every: 3600,
    },
    found: rows[0]?.found ?? null,
    findingHash: rows[0]?.finding_hash ?? null,
    isForgotten: rows[0]?.is_forgotten ?? false,
    ...more,
  };
}

/** Judges and records what a look found, as a worker does. */
async function find(world: World, key: string, found: Found, more: Partial<Check> = {}): Promise<Verdict> {
  const check = await checkOf(world, key, more);
  const verdict = judgeCheck(world.core, check, found);
  await recordVerdicts(world.core, [{ check, verdict }]);
  return verdict;
}

/** Records that the config of a resource was found otherwise. */
export function findConfig(world: World, key: string, config: JsonObject): Promise<Verdict> {
  return find(world, key, { outputs: {}, config });
}
