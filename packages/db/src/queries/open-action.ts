/**
 * Whether an action is open, for statements that find it by its key. By a plain comparison the planner would choose the index of
 * all open actions: it expects few of them, by statistics of a quiet moment, and each action that settles would read all.
 */
export function isOpenAction(alias: string): string {
  return `${alias}.state || '' = 'open'`;
}
