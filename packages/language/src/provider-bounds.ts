/** Bytes of the `state` that a provider's handler keeps, as JSON. */
export const MAX_STATE_BYTES = 64 * 1024;

/** Seconds between two checks of a resource for drift, as its type may ask for: a minute to thirty days. */
export const DRIFT_SECONDS = { min: 60, max: 30 * 86_400 } as const;

/** Characters of the text that names a real thing to its provider: an index holds it beside the names of its type and connection. */
export const MAX_IDENTITY_LENGTH = 512;
/** Things that a provider lists at a time. */
export const MAX_LISTED = 100;
/** Characters of the cursor by which a provider goes on with a list. */
export const MAX_LIST_CURSOR = 4_096;

/** How many fields a provider names that only another thing can have, and the length of the path of each, in characters. */
export const MAX_REPLACE_PATHS = 100;
export const MAX_REPLACE_PATH_LENGTH = 1024;

/** How many outputs a provider says will differ, each by a path as long as those above, and how many warnings it gives a plan. */
export const MAX_PLANNED_OUTPUTS = 100;
export const MAX_PLAN_WARNINGS = 20;
