import type pg from "pg";

/** The fields that the tests need of a node of PostgreSQL's `EXPLAIN (FORMAT JSON)`. */
export interface PlanNode {
  "Node Type": string;
  "Parent Relationship"?: string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Index Cond"?: string;
  "Join Filter"?: string;
  "CTE Name"?: string;
  Plans?: PlanNode[];
}

/** The plan of a statement for whatever values. */
export async function genericPlan(client: pg.Client, text: string): Promise<PlanNode> {
  const { rows } = await client.query(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`);
  return rows[0]["QUERY PLAN"][0].Plan;
}

/** All nodes, each with whether it runs once per row of another. */
export function* nodesOf(node: PlanNode, isRepeated = false): Generator<{ node: PlanNode; isRepeated: boolean }> {
  yield { node, isRepeated };
  for (const child of node.Plans ?? []) {
    const isInner = node["Node Type"] === "Nested Loop" && child["Parent Relationship"] === "Inner";
    yield* nodesOf(child, isRepeated || isInner);
  }
}
