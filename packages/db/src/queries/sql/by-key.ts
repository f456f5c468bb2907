/**
 * Look-ups inside joins that walk the graph, for `CROSS JOIN LATERAL (…)`. `OFFSET 0` keeps the planner from turning
 * them into joins. It plans joins by statistics, and those of a young table say that a scan of the whole organization
 * costs no more than one look-up: the plan is kept while the table grows, and each step then reads every row.
 */

/** The resource with this key, which is an expression of the outer query. */
export function resourceByKey(key: string, columns = "*"): string {
  return `SELECT ${columns} FROM resources WHERE organization_id = $1 AND resources.key = ${key} OFFSET 0`;
}

/**
 * The key of the one resource that the CTE `changed` holds, as a value. Joined with the CTE, the planner would rather read all
 * rows of the organization, of which it expects few.
 */
export const CHANGED_KEY = "(SELECT key FROM changed)";

/** The edges to a key from what depends on it, is owned by it, or runs with it. */
export function edgesTo(key: string): string {
  return `SELECT * FROM edges WHERE organization_id = $1 AND edges.to_key = ${key} OFFSET 0`;
}

/** The edges from a key to what it depends on, is owned by, or runs with. */
export function edgesFrom(key: string): string {
  return `SELECT * FROM edges WHERE organization_id = $1 AND edges.from_key = ${key} OFFSET 0`;
}
