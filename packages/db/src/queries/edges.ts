import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";

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

const reaches = tenantStatement(
  "lock_graph_and_check",
  "SELECT lock_graph_and_reach($1::uuid, $2, $3::text[]) AS found",
);

const downstream = tenantStatement(
  "edges_from",
  `WITH RECURSIVE reached(key) AS (
     SELECT t.key COLLATE "C" FROM unnest($2::text[]) AS t(key)
     UNION
     SELECT e.to_key FROM reached JOIN edges e ON e.organization_id = $1 AND e.from_key = reached.key AND e.kind <> 'await'
   )
   SELECT e.from_key, e.to_key, e.kind FROM reached JOIN edges e ON e.organization_id = $1 AND e.from_key = reached.key
   WHERE e.kind <> 'await'`,
);

const replace = tenantStatement(
  "replace_edges",
  `WITH wanted AS (SELECT * FROM unnest($3::text[], $4::text[]) AS w(to_key, kind)),
   gone AS (
     DELETE FROM edges e WHERE e.organization_id = $1 AND e.from_key = $2 AND e.kind <> 'await'
       AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.to_key = e.to_key AND w.kind = e.kind)
   )
   INSERT INTO edges (organization_id, from_key, to_key, kind)
   SELECT $1::uuid, $2, w.to_key, w.kind FROM wanted w ON CONFLICT DO NOTHING`,
);

/** Takes the organization's graph for this transaction: whoever adds edges or deletes sets of resources holds it. */
export async function lockGraph(tenant: Tenant): Promise<void> {
  await tenant.query(lock);
}

/**
 * Takes the graph and tells whether any of `targets` leads to `key`, so that edges from `key` to them would close a
 * cycle. What it saw holds until the transaction ends.
 */
export async function lockGraphAndReach(tenant: Tenant, key: string, targets: readonly string[]): Promise<boolean> {
  const row = await tenant.queryOne<{ found: boolean }>(reaches, key, targets);
  return row?.found === true;
}

/** All edges that can be followed from the given resources. */
export function findEdgesFrom(tenant: Tenant, keys: readonly string[]): Promise<EdgeRow[]> {
  return tenant.query<EdgeRow>(downstream, keys);
}

/** Makes the outgoing edges of a resource exactly these. */
export async function replaceEdges(
  tenant: Tenant,
  key: string,
  dependencies: readonly string[],
  owners: readonly string[],
): Promise<void> {
  const targets = [...dependencies, ...owners];
  const kinds = [...dependencies.map(() => "dependency"), ...owners.map(() => "owner")];
  await tenant.query(replace, key, targets, kinds);
}
