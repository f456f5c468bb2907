/**
 * How often a race is repeated: as often as given with PRAGMA_EVERY_ROUND, as every night, and else a quarter of that,
 * four times at least.
 */
export function rounds(most: number): number {
  return process.env["PRAGMA_EVERY_ROUND"] ? most : Math.max(4, Math.ceil(most / 4));
}
