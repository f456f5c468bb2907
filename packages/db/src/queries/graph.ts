import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";
import type { ResourceRow } from "./resource-row.ts";

export type NodeRow = Pick<ResourceRow, "key" | "id" | "provider" | "resource" | "name" | "lifecycle_state">;

export interface GraphEdgeRow {
  from_key: string;
  to_key: string;
  kind: "dependency" | "owner";
}

const nodes = tenantStatement(
  "graph_nodes",
  `SELECT r.key, r.id, r.provider, r.resource, r.name, r.lifecycle_state FROM resources r
   WHERE r.organization_id = $1 AND ($2::text[] IS NULL OR r.key = ANY($2::text[]))
     AND ($3::text IS NULL OR r.provider = $3)
   ORDER BY r.name, r.provider, r.resource`,
);

const edges = tenantStatement(
  "graph_edges",
  `SELECT e.from_key, e.to_key, e.kind FROM edges e
   WHERE e.organization_id = $1 AND e.kind <> 'running'
     AND ($2::text[] IS NULL OR (e.from_key = ANY($2::text[]) AND e.to_key = ANY($2::text[])))
     AND ($3::text IS NULL OR (split_part(e.from_key, '/', 1) = $3 AND split_part(e.to_key, '/', 1) = $3))
   ORDER BY e.from_key, e.to_key, e.kind`,
);

function reach(from: "from_key" | "to_key", to: "from_key" | "to_key"): string {
  return `WITH RECURSIVE reached(key, depth) AS (
     SELECT $2::text COLLATE "C", 0
     UNION
     SELECT e.${to}, reached.depth + 1 FROM reached
     JOIN edges e ON e.organization_id = $1 AND e.${from} = reached.key AND e.kind <> 'running'
     WHERE reached.depth < $3
   )
   SELECT DISTINCT key FROM reached`;
}

const upstream = tenantStatement("graph_upstream", reach("from_key", "to_key"));
const downstream = tenantStatement("graph_downstream", reach("to_key", "from_key"));

/** What of a graph is read. Null stands for everything. */
export interface GraphPart {
  keys: readonly string[] | null;
  provider: string | null;
}

/** Existing resources: those with the given keys or of a provider, or all. */
export function findNodes(tenant: Tenant, { keys, provider }: GraphPart): Promise<NodeRow[]> {
  return tenant.query<NodeRow>(nodes, keys, provider);
}

/** Edges whose both ends are of a part. Targets need not exist. */
export function findGraphEdges(tenant: Tenant, { keys, provider }: GraphPart): Promise<GraphEdgeRow[]> {
  return tenant.query<GraphEdgeRow>(edges, keys, provider);
}

/** Keys within `depth` edges of a resource: upstream is what it needs, downstream is what needs it. */
export async function findReach(
  tenant: Tenant,
  key: string,
  direction: "upstream" | "downstream",
  depth: number,
): Promise<string[]> {
  const rows = await tenant.query<{ key: string }>(direction === "upstream" ? upstream : downstream, key, depth);
  return rows.map((row) => row.key);
}
