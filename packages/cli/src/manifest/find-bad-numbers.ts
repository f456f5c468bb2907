type Path = readonly (string | number)[];

/**
 * Numbers that JSON, or this program, would silently change: an account number of twenty digits would arrive as a
 * different one, and `.inf` as null.
 */
export function findBadNumbers(value: unknown, report: (path: Path, message: string) => void, path: Path = []): void {
  if (typeof value === "number" && !Number.isFinite(value)) report(path, "is not a number that JSON allows");
  else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    report(path, "is too large a number to be kept exactly; write it in quotes");
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    findBadNumbers(item, report, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}
