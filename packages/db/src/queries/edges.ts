import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";
import { edgesFrom } from "./by-key.ts";

export type EdgeKind = "dependency" | "owner" | "await";

export interface EdgeRow {
  from_key: string;
  to_key: string;
  kind: EdgeKind;
}

const lock = tenantStatement(
  "lock_graph",
  "SELECT pg_advisory_xact_lock(hashtextextended('graph:' || ($1::uuid)::text, 0))",
);

const reaches = tenantStatement("reaches", "SELECT $2 = ANY (reachable_keys($1::uuid, $3::text[])) AS found");

const downstream = tenantStatement(
  "edges_from",
  `WITH RECURSIVE reached(key) AS (
     SELECT t.key COLLATE "C" FROM unnest($2::text[]) AS t(key)
     UNION
     SELECT e.to_key FROM reached CROSS JOIN LATERAL (${edgesFrom("reached.key")}) e WHERE e.kind <> 'await'
   )
   SELECT e.from_key, e.to_key, e.kind FROM reached CROSS JOIN LATERAL (${edgesFrom("reached.key")}) e
   WHERE e.kind <> 'await'`,
);

/**
 * Takes the organization's graph for this transaction: nobody adds edges, or deletes, meanwhile. Whoever adds edges
 * holds it in shared mode (`lock_edges_and_reach`).
 */
export async function lockGraph(tenant: Tenant): Promise<void> {
  await tenant.query(lock);
}

/** Whether any of `targets` leads to `key`, so that edges from `key` to them close a cycle. */
export async function leadsTo(tenant: Tenant, targets: readonly string[], key: string): Promise<boolean> {
  const row = await tenant.queryOne<{ found: boolean }>(reaches, key, targets);
  return row?.found === true;
}

/** All edges that can be followed from the given resources. */
export function findEdgesFrom(tenant: Tenant, keys: readonly string[]): Promise<EdgeRow[]> {
  return tenant.query<EdgeRow>(downstream, keys);
}
