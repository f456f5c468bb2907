import type { Json, Path } from "@pragma/language";

/**
 * Numbers that JSON, or this program, would silently change: an account number of twenty digits would arrive as a
 * different one, and `.inf` as null.
 */
export function checkNumbers(value: Json, path: Path, complain: (path: Path, message: string) => void): void {
  if (typeof value === "number" && !Number.isFinite(value)) complain(path, "this is not a number that JSON allows");
  else if (Number.isInteger(value) && !Number.isSafeInteger(value))
    complain(path, "this is too large a number to be kept exactly; write it in quotes");
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value))
    checkNumbers(item, [...path, Array.isArray(value) ? Number(key) : key], complain);
}
