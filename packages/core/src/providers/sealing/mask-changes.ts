import type { Json } from "@pragma/contract";
import {
  type Change,
  isJsonObject,
  MASK,
  type Marks,
  mapJson,
  type Path,
  type PathTree,
  parsePath,
  setMember,
} from "@pragma/language";

/** Rules that decide which values of changes are masked. */
export interface MaskingRules {
  /** The marks of the config; null for an unknown type, where everything counts as sensitive. */
  root: Marks | null;
  /** Whether a text is, or contains, a sensitive one. */
  isSecret: (text: string) => boolean;
  /** Where the resolved config is sealed by now: where a value is a secret, earlier ones were secrets, too. */
  places: PathTree;
  /** Whether paths of the config lead into the resolved one, as they do where a plan tells what follows. */
  isResolved?: boolean;
}

/**
 * Masks in changes what a type marks as sensitive, what stands where a sealed value was resolved, and every value with a secret
 * text. Masked values stay masked, and a side that is absent stays absent: undoing the change would set it otherwise.
 */
export function maskChanges<Told extends Change>(changes: readonly Told[], rules: MaskingRules): Told[] {
  return changes.map((change) => {
    const [first, ...steps] = parsePath(change.path) ?? ["config"];
    if (first !== "config" && first !== "resolved_config") return change;
    const isResolved = first === "resolved_config" || rules.isResolved === true;
    const marks = isResolved && rules.places.touches(steps) ? null : rules.root && marksAt(rules.root, steps);
    const mask = (value: Json): Json => maskTexts(maskMarked(value, marks), rules.isSecret);
    const { before, after } = change;
    return {
      ...change,
      ...(before === undefined ? {} : { before: mask(before) }),
      ...(after === undefined ? {} : { after: mask(after) }),
    };
  });
}

/** Null if everything there is sensitive. */
function marksAt(root: Marks, steps: Path): Marks | null {
  let marks = root;
  for (const step of steps) {
    if (marks.sensitive) return null;
    marks = typeof step === "number" ? marks.item(step) : marks.property(step);
  }
  return marks;
}

function maskMarked(value: Json, marks: Marks | null): Json {
  if (value === null) return null;
  if (!marks || marks.sensitive || marks.isMisplaced(value)) return MASK;
  if (Array.isArray(value)) return value.map((item, index) => maskMarked(item, marks.item(index)));
  if (!isJsonObject(value)) return value;
  const copy = {};
  for (const [key, item] of Object.entries(value)) setMember(copy, key, maskMarked(item as Json, marks.property(key)));
  return copy;
}

function maskTexts(value: Json, isSecret: (text: string) => boolean): Json {
  return mapJson(value, (item) => (typeof item === "string" && item !== MASK && isSecret(item) ? MASK : undefined));
}
