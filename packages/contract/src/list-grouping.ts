/** Groupings of the dashboard's list of resources. */
export const LIST_GROUPINGS = ["type", "tag", "state", "set"] as const;
export type ListGrouping = (typeof LIST_GROUPINGS)[number];

/** Fields that the members of a group without a name lack. */
export const LACKED_FIELDS = ["tags", "set"] as const;
export type LackedField = (typeof LACKED_FIELDS)[number];
