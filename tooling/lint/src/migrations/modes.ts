/** Locks of a table in the order of their strength. Those that only reads take, and references to a row, are left out. */
export const MODES = [
  "ROW EXCLUSIVE",
  "SHARE UPDATE EXCLUSIVE",
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
] as const;
export type Mode = (typeof MODES)[number];

/** Whether writers of the table wait until the lock is released, and the lock waits for all that have written. */
export function stopsWriters(mode: Mode): boolean {
  return MODES.indexOf(mode) >= MODES.indexOf("SHARE");
}

export function strongest(modes: readonly Mode[]): Mode | undefined {
  return MODES.findLast((mode) => modes.includes(mode));
}
