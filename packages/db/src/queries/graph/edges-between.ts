import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { edgesFrom } from "../sql/by-key.ts";
import type { GraphEdgeRow } from "./graph.ts";
import type { IncomingEdge } from "./incoming-edges.ts";

const between = tenantStatement(
  "edges_between",
  `SELECT e.from_key, e.to_key, e.kind FROM unnest($2::text[]) AS k(key) CROSS JOIN LATERAL (${edgesFrom("k.key")}) AS e
   JOIN unnest($2::text[]) AS target(key) ON target.key = e.to_key
   WHERE e.kind <> 'running' LIMIT $3`,
);

/** The wanted edges from some resources to others of them; at most `limit`. */
export function findEdgesBetween(tenant: Tenant, keys: readonly string[], limit: number): Promise<GraphEdgeRow[]> {
  return tenant.query<GraphEdgeRow>(between, keys, limit);
}

const leading = tenantStatement(
  "edges_leading_to",
  `SELECT e.from_key, e.to_key, e.kind FROM unnest($2::text[]) AS k(key) CROSS JOIN LATERAL (
     SELECT x.from_key, x.to_key, x.kind FROM edges x WHERE x.organization_id = $1 AND x.to_key = k.key OFFSET 0
   ) AS e LIMIT $3`,
);

/** The edges that lead to some resources, from anywhere and of every kind; at most `limit`, those to the first keys first. */
export function findEdgesLeadingTo(tenant: Tenant, keys: readonly string[], limit: number): Promise<IncomingEdge[]> {
  return tenant.query<IncomingEdge>(leading, keys, limit);
}
