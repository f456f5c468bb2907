import { graphLockingStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { edgesFrom } from "../sql/by-key.ts";

export interface EdgeRow {
  from_key: string;
  to_key: string;
  kind: "dependency" | "owner";
}

const lock = graphLockingStatement(
  tenantStatement("lock_graph", "SELECT pg_advisory_xact_lock(hashtextextended('graph:' || ($1::uuid)::text, 0))"),
);

const reaches = tenantStatement("reaches", "SELECT $2 = ANY (reachable_keys($1::uuid, $3::text[])) AS found");

const downstream = tenantStatement(
  "edges_from",
  `WITH RECURSIVE reached(key) AS (
     SELECT t.key COLLATE "C" FROM unnest($2::text[]) AS t(key)
     UNION
     SELECT e.to_key FROM reached CROSS JOIN LATERAL (${edgesFrom("reached.key")}) e WHERE e.kind <> 'running'
   )
   SELECT e.from_key, e.to_key, e.kind FROM reached CROSS JOIN LATERAL (${edgesFrom("reached.key")}) e
   WHERE e.kind <> 'running'`,
);

/**
 * Locks the organization's graph for this transaction: nobody can add edges, or delete, until it ends. Writers that add
 * edges hold it in shared mode (`lock_edges_and_reach`).
 */
export async function lockGraph(tenant: Tenant): Promise<void> {
  await tenant.query(lock);
}

const waits = tenantStatement(
  "waits",
  `WITH RECURSIVE reached(key) AS (
     SELECT s.key FROM unnest($2::text[]) AS s(key)
     UNION
     SELECT w.key FROM reached CROSS JOIN LATERAL waits_of($1::uuid, reached.key, $3::text[]) w
   )
   SELECT reached.key AS from_key, w.key AS to_key, w.in_deletion
   FROM reached CROSS JOIN LATERAL waits_of($1::uuid, reached.key, $3::text[]) w`,
);

/**
 * Whether any of `targets` leads to `key`, so that edges from `key` to them would close a cycle, or make it wait for a
 * deletion that waits for it.
 */
export async function leadsTo(tenant: Tenant, targets: readonly string[], key: string): Promise<boolean> {
  const row = await tenant.queryOne<{ found: boolean }>(reaches, key, targets);
  return row?.found === true;
}

/** All wanted edges that can be followed from the given resources. */
export function findEdgesFrom(tenant: Tenant, keys: readonly string[]): Promise<EdgeRow[]> {
  return tenant.query<EdgeRow>(downstream, keys);
}

/** One resource that waits for another. */
export interface Wait {
  from_key: string;
  to_key: string;
  /** The deletion of the first is what waits. */
  in_deletion: boolean;
}

/**
 * Waits of the given resources, of those they wait for, and so on: a resource being deleted waits for its dependents and those
 * that run with it, any other for its dependencies.
 * @param going about to be deleted; their other dependents count as detached
 */
export function findWaits(tenant: Tenant, keys: readonly string[], going: readonly string[] = []): Promise<Wait[]> {
  return tenant.query<Wait>(waits, keys, going);
}

const awaiting = tenantStatement("has_awaiting_deletions", "SELECT has_awaiting_deletions($1::uuid) AS found");

/** Whether any deletion of the organization waits for something: then edges may close a ring with it. */
export async function hasAwaitingDeletions(tenant: Tenant): Promise<boolean> {
  return (await tenant.queryOne<{ found: boolean }>(awaiting))?.found === true;
}
