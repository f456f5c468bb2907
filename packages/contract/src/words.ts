import { isMissing, type ValidationIssue, zodSentence } from "@pragma/language";
import { z } from "zod";

z.config({ localeError: zodSentence });

/** More would help nobody, and each makes the answer longer. */
export const MAX_ISSUES = 100;

/**
 * Problems of a value, each at its place; the first 100.
 * @param value what was parsed: tells what is missing from what is wrong
 * @param prefix where the value stands
 */
export function issuesOf(
  { issues }: z.ZodError,
  value: unknown,
  prefix: readonly (string | number)[],
): ValidationIssue[] {
  return issues.slice(0, MAX_ISSUES).map(({ path, message, code }) => {
    const loc = [...prefix, ...path.map((step) => (typeof step === "symbol" ? String(step) : step))];
    return { loc, msg: message, type: isMissing({ code, input: valueAt(value, path) }) ? "missing" : code };
  });
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}
