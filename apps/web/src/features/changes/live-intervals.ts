/** Changes of the stream cause at most two refetches a second. */
export const LIVE_MS = 500;
/** While a change is applying it is also read from time to time: it is settled a moment after its last resource. */
export const RUNNING_MS = 2000;
