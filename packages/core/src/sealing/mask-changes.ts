import type { Json } from "@pragma/contract";
import { type Change, isJsonObject, MASK, type Marks, mapJson, parsePath, setMember } from "@pragma/language";

/**
 * Masks in a history entry's changes what a type marks as sensitive, and every value with a secret text. Masked values
 * stay masked.
 * @param root the marks of the config; null for an unknown type, where everything counts as sensitive
 */
export function maskChanges(
  changes: readonly Change[],
  root: Marks | null,
  isSecret: (text: string) => boolean,
): Change[] {
  return changes.map((change) => {
    const [first, ...steps] = parsePath(change.path) ?? ["config"];
    if (first !== "config") return change;
    const marks = root && marksAt(root, steps);
    const mask = (value: Json): Json => maskTexts(maskMarked(value, marks), isSecret);
    return { ...change, before: mask(change.before ?? null), after: mask(change.after ?? null) };
  });
}

/** Null if everything there is sensitive. */
function marksAt(root: Marks, steps: readonly (string | number)[]): Marks | null {
  let marks = root;
  for (const step of steps) {
    if (marks.sensitive) return null;
    marks = typeof step === "number" ? marks.item(step) : marks.property(step);
  }
  return marks;
}

function maskMarked(value: Json, marks: Marks | null): Json {
  if (value === null) return null;
  if (!marks || marks.sensitive) return MASK;
  if (Array.isArray(value)) return value.map((item, index) => maskMarked(item, marks.item(index)));
  if (!isJsonObject(value)) return value;
  const copy = {};
  for (const [key, item] of Object.entries(value)) setMember(copy, key, maskMarked(item as Json, marks.property(key)));
  return copy;
}

function maskTexts(value: Json, isSecret: (text: string) => boolean): Json {
  return mapJson(value, (item) => (typeof item === "string" && item !== MASK && isSecret(item) ? MASK : undefined));
}
