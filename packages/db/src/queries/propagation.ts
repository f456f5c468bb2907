import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";
import { edgesTo, resourceByKey } from "./by-key.ts";

export interface Dependent {
  key: string;
  provider: string;
  resource: string;
  config: string;
}

const dependents = tenantStatement(
  "propagation_dependents",
  `SELECT r.key, r.provider, r.resource, r.config
   FROM edges e CROSS JOIN LATERAL (${resourceByKey("e.from_key")}) r
   WHERE e.organization_id = $1 AND e.to_key = $2 AND e.kind = 'dependency'
     AND r.lifecycle_state <> 'draft' AND r.deleting_since IS NULL`,
);

const lockAffected = tenantStatement(
  "lock_affected",
  `WITH RECURSIVE affected(key) AS (
     SELECT t.key COLLATE "C" FROM unnest($3::text[]) AS t(key)
     UNION
     SELECT r.key
     FROM affected a CROSS JOIN LATERAL (${edgesTo("a.key")}) e CROSS JOIN LATERAL (${resourceByKey("e.from_key")}) r
     WHERE e.kind = 'dependency' AND r.lifecycle_state <> 'draft' AND r.deleting_since IS NULL
   ), sorted AS MATERIALIZED (
     SELECT key FROM affected UNION SELECT $2::text COLLATE "C" ORDER BY key
   )
   SELECT r.key FROM sorted CROSS JOIN LATERAL (${resourceByKey("sorted.key")} FOR NO KEY UPDATE) r`,
);

// The rows are locked already, so none moves between the look and the write. `wake_dependents` is volatile: it sees the
// marks, since all of them are written when the count is known.
const mark = tenantStatement(
  "mark_stale",
  `WITH touched AS (
     SELECT r.place, r.stale_since IS NULL AS unmarked
     FROM unnest($2::text[]) AS t(key) CROSS JOIN LATERAL (${resourceByKey("t.key", "ctid AS place, *")}) r
     WHERE r.lifecycle_state <> 'draft' AND r.deleting_since IS NULL
   ), marked AS (
     UPDATE resources r SET stale_since = COALESCE(r.stale_since, now()), version = r.version + 1, updated_at = now()
     FROM touched WHERE r.organization_id = $1 AND r.ctid = touched.place
     RETURNING r.key, r.lifecycle_state, r.generation, r.error, r.pending_event_id, touched.unmarked
   ), history AS (
     INSERT INTO resource_changes
       (organization_id, resource_key, event_type, from_state, to_state, generation, error, actor, correlation_id, event_id)
     SELECT $1, key, 'STALE', lifecycle_state, lifecycle_state, generation, error, $3::json, $4, pending_event_id
     FROM marked WHERE unmarked ORDER BY key
     RETURNING id
   )
   SELECT wake_dependents($1::uuid, $5) AS woken FROM (SELECT count(*) FROM history) AS written`,
);

/** Direct dependents that a changed value could concern: drafts are left, and so are those that go. */
export function findPropagationDependents(tenant: Tenant, key: string): Promise<Dependent[]> {
  return tenant.query<Dependent>(dependents, key);
}

/**
 * Locks a resource, those of its dependents that a change affects, and all that depend on them at any distance. All are
 * locked in the order of their keys before anything is written, so that changes at once never wait in a circle.
 * @returns the keys of the affected ones
 */
export async function lockAffectedBy(tenant: Tenant, key: string, direct: readonly string[]): Promise<string[]> {
  const rows = await tenant.query<{ key: string }>(lockAffected, key, direct);
  return rows.map((row) => row.key).filter((affected) => affected !== key);
}

/**
 * Marks locked resources as stale; their state stays. Those that are marked already get a new version all the same: a
 * worker may just have looked at one, seen nothing but old values, and be about to clear the mark for them. Then has the
 * worker look at everything that waits for the changed one.
 * @param key of the changed resource
 * @param actor JSON of who caused it
 */
export async function markStale(
  tenant: Tenant,
  key: string,
  affected: readonly string[],
  actor: string,
  correlationId: string,
): Promise<void> {
  await tenant.query(mark, affected, actor, correlationId, key);
}
