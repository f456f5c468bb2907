import type { Database } from "../database.ts";
import { systemStatement, tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";

/** A version that serves, is to serve, or is being built stays, however old it is. */
const needed = `(b.status IN ('pending', 'building') OR EXISTS (
  SELECT 1 FROM provider_deployments d WHERE d.organization_id = b.organization_id AND d.provider = b.provider
    AND (d.serving_version = b.version OR d.wanted_version = b.version)))`;

const surplus = systemStatement(
  "surplus_provider_builds",
  `SELECT b.organization_id, b.provider, b.version FROM (
     SELECT organization_id, provider, version, status,
       row_number() OVER (PARTITION BY organization_id, provider ORDER BY version DESC) AS place
     FROM provider_builds
   ) AS b
   WHERE b.place > $1 AND NOT ${needed}
   ORDER BY b.organization_id, b.provider, b.version LIMIT $2`,
);

const removeOne = tenantStatement(
  "remove_provider_build",
  `DELETE FROM provider_builds b WHERE b.organization_id = $1 AND b.provider = $2 AND b.version = $3 AND NOT ${needed}
   RETURNING b.version`,
);

/** Builds of all organizations beyond the newest `keep` of each provider, except needed ones. */
export function findSurplusBuilds(
  db: Database,
  keep: number,
  limit: number,
): Promise<{ organization_id: string; provider: string; version: string }[]> {
  return db.query(surplus, [keep, limit]);
}

/** Removes one build with its log, unless it is needed. @returns whether it did */
export async function removeBuild(tenant: Tenant, provider: string, version: string): Promise<boolean> {
  return (await tenant.query(removeOne, provider, version)).length > 0;
}
