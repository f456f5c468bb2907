import type { Database } from "../database.ts";
import { systemStatement, tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";

// Jumps from one resource with logs to the next: one look-up each, however many lines it has.
const resources = systemStatement(
  "resources_with_logs",
  `WITH RECURSIVE place AS (
     SELECT $1::uuid AS organization_id, $2::text COLLATE "C" AS resource_key
     UNION ALL
     SELECT l.organization_id, l.resource_key FROM place CROSS JOIN LATERAL (
       SELECT organization_id, resource_key FROM resource_logs
       WHERE (organization_id, resource_key) > (place.organization_id, place.resource_key)
       ORDER BY organization_id, resource_key LIMIT 1
     ) AS l
   )
   SELECT organization_id, resource_key AS key, NOT EXISTS (
     SELECT 1 FROM resources r WHERE r.organization_id = place.organization_id AND r.key = place.resource_key OFFSET 0
   ) AS gone
   FROM place OFFSET 1 LIMIT $3`,
);

const removeOld = tenantStatement(
  "remove_old_logs",
  `DELETE FROM resource_logs
   WHERE organization_id = $1 AND resource_key = $2 AND timestamp < now() - interval '7 days' RETURNING 1`,
);

/** A resource with logs. */
export interface LoggedResource {
  organization_id: string;
  key: string;
  /** It no longer exists. */
  gone: boolean;
}

/** The next resources with logs, across all organizations, in order, after a position. */
export function findLoggedResources(
  db: Database,
  after: { organization_id: string; key: string },
  limit: number,
): Promise<LoggedResource[]> {
  return db.query<LoggedResource>(resources, [after.organization_id, after.key, limit]);
}

/** Deletes lines older than a week of a resource that is gone. @returns how many lines */
export async function removeOldLogs(tenant: Tenant, key: string): Promise<number> {
  return (await tenant.query(removeOld, key)).length;
}
