import type { Json } from "@pragma/contract";

/** What stands in the place of a sensitive value. Sent back at its path it means: unchanged. */
export const MASK = "********";

/** Whether any value, at any depth, is masked. */
export function hasMasked(value: Json): boolean {
  if (typeof value !== "object" || value === null) return value === MASK;
  return Object.values(value).some(hasMasked);
}
