/** What the dashboard's list of resources can be grouped by. */
export const LIST_GROUPINGS = ["type", "tag", "state", "set"] as const;
export type ListGrouping = (typeof LIST_GROUPINGS)[number];

/** What the members of a group without a name lack. */
export const LACKED_FIELDS = ["tags", "set"] as const;
export type LackedField = (typeof LACKED_FIELDS)[number];
