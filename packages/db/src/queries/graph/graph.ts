import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { edgesFrom, edgesTo, resourceByKey } from "../sql/by-key.ts";
import type { ResourceRow } from "../sql/resource-row.ts";

export type NodeRow = Pick<ResourceRow, "key" | "id" | "provider" | "resource" | "name" | "lifecycle_state">;

export interface GraphEdgeRow {
  from_key: string;
  to_key: string;
  kind: "dependency" | "owner";
}

const columns = "r.key, r.id, r.provider, r.resource, r.name, r.lifecycle_state";
const inOrder = "ORDER BY r.name, r.provider, r.resource";

const all = tenantStatement(
  "graph_nodes",
  `SELECT ${columns} FROM resources r WHERE r.organization_id = $1 ${inOrder} LIMIT $2`,
);

const ofProvider = tenantStatement(
  "graph_nodes_of_provider",
  `SELECT ${columns} FROM resources r WHERE r.organization_id = $1 AND r.provider = $2 ${inOrder} LIMIT $3`,
);

const byKeys = tenantStatement(
  "graph_nodes_by_key",
  `SELECT ${columns} FROM unnest($2::text[]) AS k(key) CROSS JOIN LATERAL (${resourceByKey("k.key")}) AS r ${inOrder}`,
);

/** Edges from some resources, without running edges, by which only deletions wait. */
const wantedEdges = `unnest($2::text[]) AS k(key) CROSS JOIN LATERAL (${edgesFrom("k.key")}) AS e WHERE e.kind <> 'running'`;

const absent = tenantStatement(
  "graph_absent",
  `SELECT DISTINCT e.to_key AS key FROM ${wantedEdges} AND ($3::text IS NULL OR split_part(e.to_key, '/', 1) = $3)
     AND NOT EXISTS (SELECT 1 FROM unnest($2::text[]) AS known(key) WHERE known.key = e.to_key)
   LIMIT $4`,
);

const counts = tenantStatement(
  "graph_edge_counts",
  `SELECT e.from_key AS key, count(*)::int AS count FROM ${wantedEdges} GROUP BY e.from_key ORDER BY e.from_key`,
);

const edges = tenantStatement(
  "graph_edges",
  `SELECT e.from_key, e.to_key, e.kind FROM ${wantedEdges} ORDER BY e.from_key, e.to_key, e.kind`,
);

type Direction = "upstream" | "downstream";

const ENDS = { upstream: ["from_key", "to_key"], downstream: ["to_key", "from_key"] } as const;
const NEXT = { upstream: edgesFrom, downstream: edgesTo };

/** Produces rows as it finds them, so that LIMIT ends the walk. */
function reach(direction: Direction): string {
  const [, to] = ENDS[direction];
  return `WITH RECURSIVE reached(key) AS (
     SELECT $2::text COLLATE "C"
     UNION
     SELECT e.${to} FROM reached CROSS JOIN LATERAL (${NEXT[direction]("reached.key")}) AS e WHERE e.kind <> 'running'
   )
   SELECT key FROM reached LIMIT $3`;
}

/** Twice the limit of edges: two of different kinds may lead to the same resource. */
function step(direction: Direction): string {
  const [from, to] = ENDS[direction];
  return `SELECT DISTINCT e.key FROM unnest($2::text[]) AS k(key) CROSS JOIN LATERAL (
     SELECT edges.${to} AS key FROM edges
     WHERE edges.organization_id = $1 AND edges.${from} = k.key AND edges.kind <> 'running' LIMIT 2 * $3::int
   ) AS e LIMIT $3`;
}

const reaches = {
  upstream: tenantStatement("graph_upstream", reach("upstream")),
  downstream: tenantStatement("graph_downstream", reach("downstream")),
};

const steps = {
  upstream: tenantStatement("graph_step_upstream", step("upstream")),
  downstream: tenantStatement("graph_step_downstream", step("downstream")),
};

/** The first resources of the organization by name, or of one of its providers. */
export function findNodes(tenant: Tenant, provider: string | null, limit: number): Promise<NodeRow[]> {
  return provider === null ? tenant.query<NodeRow>(all, limit) : tenant.query<NodeRow>(ofProvider, provider, limit);
}

/** The existing resources among some keys, by name. */
export function findNodesByKey(tenant: Tenant, keys: readonly string[]): Promise<NodeRow[]> {
  return tenant.query<NodeRow>(byKeys, keys);
}

/** Targets of some resources' edges that are not among them, such as missing ones: of one provider, or any. */
export async function findAbsent(
  tenant: Tenant,
  keys: readonly string[],
  provider: string | null,
  limit: number,
): Promise<string[]> {
  return (await tenant.query<{ key: string }>(absent, keys, provider, limit)).map(({ key }) => key);
}

/** How many edges begin at each of some resources, by key; those without edges are left out. */
export function countGraphEdges(tenant: Tenant, keys: readonly string[]): Promise<{ key: string; count: number }[]> {
  return tenant.query(counts, keys);
}

/** The edges that begin at some resources, by key. Targets need not exist. */
export function findGraphEdges(tenant: Tenant, keys: readonly string[]): Promise<GraphEdgeRow[]> {
  return tenant.query<GraphEdgeRow>(edges, keys);
}

/**
 * Keys within `depth` edges of a resource, including its own: upstream is what it needs, downstream what needs it.
 * Stops with more than `limit` of them as soon as there are.
 * @param depth unlimited if omitted
 */
export async function findReach(
  tenant: Tenant,
  key: string,
  direction: Direction,
  { depth, limit }: { depth: number | undefined; limit: number },
): Promise<Set<string>> {
  if (depth === undefined) {
    const rows = await tenant.query<{ key: string }>(reaches[direction], key, limit + 1);
    return new Set(rows.map((row) => row.key));
  }
  const reached = new Set([key]);
  let front = [key];
  for (let level = 0; level < depth && front.length > 0 && reached.size <= limit; level++) {
    const rows = await tenant.query<{ key: string }>(steps[direction], front, limit + 1);
    front = rows.map((row) => row.key).filter((one) => !reached.has(one));
    for (const one of front) reached.add(one);
  }
  return reached;
}
