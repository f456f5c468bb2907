/** Bytes of the `state` that a provider's handler keeps, as JSON. */
export const MAX_STATE_BYTES = 64 * 1024;

/** Seconds between two checks of a resource for drift, as its type may ask for: a minute to thirty days. */
export const DRIFT_SECONDS = { min: 60, max: 30 * 86_400 } as const;
