const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/** A service that ran this long was well, and its next failure is a first one. */
const HEALTHY_MS = 60_000;

/** How long to wait before starting a service again, from the last wait (0 at first) and how long it has run. */
export function nextDelay(lastMs: number, ranMs: number): number {
  if (lastMs === 0 || ranMs >= HEALTHY_MS) return FIRST_MS;
  return Math.min(lastMs * 2, LONGEST_MS);
}
