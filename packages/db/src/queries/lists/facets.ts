import type { ResourceFilter } from "@pragma/contract";
import type { Tenant } from "../../tenant.ts";
import { StatementWriter } from "../sql/statement-writer.ts";
import { filterConditions } from "./resource-filter.ts";

const FACETS = ["type", "state", "drift", "tag", "set"] as const;
export type Facet = (typeof FACETS)[number];

/** How many of the found resources have a value of a facet. */
export interface FacetRow {
  facet: Facet;
  value: string;
  count: number;
}

/** How many values of a facet are counted: the most frequent ones. */
export interface FacetBounds {
  types: number;
  tags: number;
  sets: number;
}

/**
 * Counts the resources that a filter selects by type, state, drift, tag and set, each facet with the most frequent value
 * first. Reads all of them, once.
 * @param only the facets that are counted
 */
export function countFacets(
  tenant: Tenant,
  filter: ResourceFilter,
  { types, tags, sets }: FacetBounds,
  only: readonly Facet[] = FACETS,
): Promise<FacetRow[]> {
  const writer = new StatementWriter();
  const conditions = filterConditions(writer, filter);
  writer.materialized(
    "found",
    `SELECT provider || '/' || resource AS type, lifecycle_state, drift, tags, set FROM resources WHERE ${conditions.join(" AND ")}`,
  );
  const parts: Record<Facet, () => string> = {
    type: () => facet("type", "type", "found", writer.value(types, "int")),
    state: () => facet("state", "lifecycle_state", "found"),
    drift: () => facet("drift", "drift", "found"),
    tag: () => facet("tag", "tag", "found CROSS JOIN LATERAL unnest(tags) AS t(tag)", writer.value(tags, "int")),
    set: () => facet("set", "COALESCE(set, '')", "found WHERE set IS NOT NULL", writer.value(sets, "int")),
  };
  const facets = only.map((name) => parts[name]());
  // The rows that a filter leaves decide between the indexes and the whole organization.
  const statement = writer.finish("count_facets", facets.join(" UNION ALL "), { planEachTime: true });
  return tenant.query<FacetRow>(statement, ...writer.values);
}

function facet(name: FacetRow["facet"], column: string, from: string, most = "NULL"): string {
  return `(SELECT '${name}' AS facet, ${column} AS value, count(*)::int AS count FROM ${from}
    GROUP BY 2 ORDER BY count DESC, value LIMIT ${most})`;
}
