import type { Drift } from "../resource-types.ts";

const RECORDED_WITHIN_MS = 5000;
const LEAST_MS = 15_000;
/** Timers of browsers end at 24 days, and intervals are up to 30. */
const MOST_MS = 3_600_000;

/** Milliseconds until there may be something new to read of checks; false if none comes by itself. */
export function untilNextLook(drift: Pick<Drift, "due_at"> | undefined): number | false {
  if (!drift || drift.due_at === null) return false;
  const until = Date.parse(drift.due_at) - Date.now() + RECORDED_WITHIN_MS;
  return Math.min(MOST_MS, Math.max(LEAST_MS, until));
}
