import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { edgesTo, resourceByKey } from "../sql/by-key.ts";
import { isStaying } from "../sql/lifecycle.ts";

/** An edge by which a resource leads to others. */
export interface IncomingEdge {
  from_key: string;
  to_key: string;
  kind: "dependency" | "owner" | "running";
}

/** All edges of one moment that lead to some resources. */
export interface IncomingEdges {
  edges: readonly IncomingEdge[];
  /** Changes with any of them. */
  digest: string;
}

// As one text that names what edges share once: thousands of rows would keep the driver, and with it every other request,
// busy for longer.
const incoming = tenantStatement(
  "edges_to",
  `WITH RECURSIVE reached(key) AS (
     SELECT t.key COLLATE "C" FROM unnest($2::text[]) AS t(key)
     UNION
     SELECT e.from_key FROM reached CROSS JOIN LATERAL (${edgesTo("reached.key")}) AS e WHERE e.kind <> 'running'
   ), found AS MATERIALIZED (
     SELECT e.from_key, e.to_key, e.kind FROM reached
     CROSS JOIN LATERAL (${edgesTo("reached.key")}) AS e
     CROSS JOIN LATERAL (${resourceByKey("e.from_key")}) AS r
   ), digest AS MATERIALIZED (
     SELECT concat(count(*), '/', sum(hashtextextended(from_key || ' ' || to_key || ' ' || kind, 0))) AS of FROM found
   )
   SELECT digest.of AS digest, CASE WHEN digest.of IS DISTINCT FROM $3::text THEN (
     SELECT json_agg(json_build_array(to_key, kind, sources)) FROM (
       SELECT to_key, kind, json_agg(from_key) AS sources FROM found GROUP BY to_key, kind
     ) AS grouped
   ) END AS edges FROM digest`,
);

/**
 * All edges by which existing resources lead to the given ones, directly or not: dependents and owned resources; and
 * those that run with any of them, which lead no further.
 * @param known those found before: returned as they are if nothing has changed
 */
export async function findEdgesTo(
  tenant: Tenant,
  keys: readonly string[],
  known?: IncomingEdges,
): Promise<IncomingEdges> {
  const found = await tenant.queryOne<{ digest: string; edges: string | null }>(incoming, keys, known?.digest ?? null);
  const { digest, edges } = found as { digest: string; edges: string | null };
  if (known?.digest === digest) return known;
  const parsed = edges === null ? [] : (JSON.parse(edges) as [string, IncomingEdge["kind"], string[]][]);
  return {
    digest,
    edges: parsed.flatMap(([to_key, kind, sources]) => sources.map((from_key) => ({ from_key, to_key, kind }))),
  };
}

// An owner whose deletion failed counts as staying: the deletion may be withdrawn.
const ownersLeft = tenantStatement(
  "owners_left",
  `SELECT e.from_key AS owned, e.to_key AS owner
   FROM edges e CROSS JOIN LATERAL (${resourceByKey("e.to_key")}) AS r
   WHERE e.organization_id = $1 AND e.from_key = ANY($2::text[]) AND e.kind = 'owner'
     AND (${isStaying("r")})`,
);

/** The owners of the given resources that exist and are not being deleted. */
export function findOwnersLeft(tenant: Tenant, keys: readonly string[]): Promise<{ owned: string; owner: string }[]> {
  return tenant.query(ownersLeft, keys);
}
