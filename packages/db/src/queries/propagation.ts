import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";

export interface Dependent {
  key: string;
  provider: string;
  resource: string;
  config: string;
}

const dependents = tenantStatement(
  "propagation_dependents",
  `SELECT r.key, r.provider, r.resource, r.config
   FROM edges e JOIN resources r ON r.organization_id = e.organization_id AND r.key = e.from_key
   WHERE e.organization_id = $1 AND e.to_key = $2 AND e.kind = 'dependency'
     AND r.lifecycle_state <> 'draft' AND r.deleting_since IS NULL AND r.stale_since IS NULL`,
);

const hasAny = tenantStatement(
  "has_dependents",
  `SELECT EXISTS (SELECT 1 FROM edges e WHERE e.organization_id = $1 AND e.to_key = $2 AND e.kind = 'dependency') AS found`,
);

const mark = tenantStatement(
  "mark_stale",
  `WITH RECURSIVE affected(key) AS (
     SELECT t.key COLLATE "C" FROM unnest($2::text[]) AS t(key)
     UNION
     SELECT e.from_key
     FROM affected a JOIN edges e ON e.organization_id = $1 AND e.to_key = a.key AND e.kind = 'dependency'
     JOIN resources r ON r.organization_id = $1 AND r.key = e.from_key
     WHERE r.lifecycle_state <> 'draft' AND r.deleting_since IS NULL
   ), locked AS (
     SELECT r.key FROM resources r JOIN affected a ON a.key = r.key
     WHERE r.organization_id = $1 AND r.stale_since IS NULL AND r.deleting_since IS NULL
     ORDER BY r.key FOR UPDATE OF r
   ), marked AS (
     UPDATE resources r SET stale_since = now(), version = r.version + 1, updated_at = now()
     FROM locked WHERE r.organization_id = $1 AND r.key = locked.key
     RETURNING r.key, r.lifecycle_state, r.generation, r.error, r.pending_event_id
   )
   INSERT INTO resource_changes
     (organization_id, resource_key, event_type, from_state, to_state, generation, error, actor, correlation_id, event_id)
   SELECT $1, key, 'STALE', lifecycle_state, lifecycle_state, generation, error, $3::json, $4, pending_event_id FROM marked
   RETURNING resource_key AS key`,
);

/** Direct dependents that a changed value could concern: drafts are left, those marked or going are decided anyway. */
export function findUnmarkedDependents(tenant: Tenant, key: string): Promise<Dependent[]> {
  return tenant.query<Dependent>(dependents, key);
}

/** Whether anything depends on a resource. */
export async function hasDependents(tenant: Tenant, key: string): Promise<boolean> {
  const row = await tenant.queryOne<{ found: boolean }>(hasAny, key);
  return row?.found === true;
}

/**
 * Marks resources, and all that depend on them at any distance, as stale; their state stays. Rows are locked in the
 * order of their keys, so that two changes at once cannot block each other for good.
 * @param actor JSON of who caused it
 * @returns the keys newly marked
 */
export async function markStale(
  tenant: Tenant,
  keys: readonly string[],
  actor: string,
  correlationId: string,
): Promise<string[]> {
  const rows = await tenant.query<{ key: string }>(mark, keys, actor, correlationId);
  return rows.map((row) => row.key);
}

const wake = tenantStatement("wake_dependents_of", "SELECT wake_dependents($1::uuid, $2) AS woken");

/** Has the worker look at everything that waits for a resource. */
export async function wakeDependentsOf(tenant: Tenant, key: string): Promise<void> {
  await tenant.query(wake, key);
}
