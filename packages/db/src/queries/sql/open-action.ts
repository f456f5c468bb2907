/**
 * Whether an action is open, for statements that find it by its key. By a plain comparison the planner would choose the index of
 * all open actions: it expects few of them, by statistics of a quiet moment, and each action that settles would read all.
 */
export function isOpenAction(alias: string): string {
  return `${alias}.state || '' = 'open'`;
}

/** SQL: whether a follower `a` that succeeded was only looked at. One that ran before it was looked at has attempts. */
export const WAS_CHECKED = "a.action = 'follow' AND a.event_id IS NULL AND a.attempts = 0";

/** SQL: what an action `a` shows that has succeeded without anything to do. */
export const CHECKED_CHANGES = `CASE WHEN ${WAS_CHECKED} THEN '[]'::json ELSE a.changes END`;

/** Whether an action is open, in the words of the index that finds those of a resource, whatever their changes. */
export function isUnsettledAction(alias: string): string {
  return `${alias}.state IS NOT NULL AND ${alias}.settled_at IS NULL`;
}

/**
 * SQL: the open actions of each of many resources, as `t`, to be joined by `change_id` and `id`: one look-up a resource, whatever
 * the statistics say.
 * @param key of the resource
 * @param condition on an action, as `x`
 */
export function openActionsOf(key: string, condition: string): string {
  return `CROSS JOIN LATERAL (
       SELECT x.change_id, x.id FROM change_actions x
       WHERE x.organization_id = $1 AND x.key = ${key} COLLATE "default" AND ${isUnsettledAction("x")} AND ${condition} OFFSET 0
     ) AS t`;
}
