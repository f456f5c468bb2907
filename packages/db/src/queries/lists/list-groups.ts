import type { LifecycleState, ListGrouping, ResourceFilter } from "@pragma/contract";
import type { Tenant } from "../../tenant.ts";
import { StatementWriter } from "../sql/statement-writer.ts";
import { filterConditions } from "./resource-filter.ts";

/** Members of a group that are in one state. */
export interface ListGroupRow {
  /** Empty for those without a tag or set; null for all smaller groups together. */
  name: string | null;
  lifecycle_state: LifecycleState;
  count: number;
  /** How many groups there are altogether. */
  groups: number;
}

const NAMES: Record<ListGrouping, string> = {
  type: "provider || '/' || resource",
  state: "lifecycle_state",
  set: "COALESCE(set, '')",
  tag: "COALESCE(t.tag, '')",
};

/**
 * Counts the resources that a filter selects in groups, by state. Reads all of them, once. A resource is counted in the
 * group of each of its tags.
 * @param most how many groups are told apart: the largest, and that without a name
 */
export function countListGroups(
  tenant: Tenant,
  filter: ResourceFilter,
  by: ListGrouping,
  most: number,
): Promise<ListGroupRow[]> {
  const writer = new StatementWriter();
  const from = by === "tag" ? "resources LEFT JOIN LATERAL unnest(tags) AS t(tag) ON true" : "resources";
  const conditions = filterConditions(writer, filter).join(" AND ");
  writer.materialized(
    "counted",
    `SELECT ${NAMES[by]} AS name, lifecycle_state, count(*) AS count FROM ${from} WHERE ${conditions} GROUP BY 1, 2`,
  );
  // Sorted, not joined: see the graph of groups.
  writer.cte("sized", "SELECT *, sum(count) OVER (PARTITION BY name) AS size FROM counted");
  writer.materialized(
    "ranked",
    "SELECT *, dense_rank() OVER (ORDER BY name <> '', size DESC, name) AS rank FROM sized",
  );
  const text = `SELECT CASE WHEN rank <= ${writer.value(most, "int")} THEN name END AS name, lifecycle_state,
      sum(count)::int AS count, (SELECT max(rank)::int FROM ranked) AS groups
    FROM ranked GROUP BY 1, 2 ORDER BY 1, 2`;
  return tenant.query<ListGroupRow>(writer.finish("count_list_groups", text, { planEachTime: true }), ...writer.values);
}
