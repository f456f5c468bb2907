import type { Path } from "@pragma/language";
import type { JsonObject } from "@pragma/sdk";

/** The change of a field by an apply. `secret`: unknown, because the current value is masked. */
export interface FieldChange {
  path: (string | number)[];
  kind: "added" | "removed" | "changed" | "secret";
  /** The old and the new value, if neither can be a secret: if the API now shows a plain value. */
  before?: string;
  after?: string;
}

/** The API's mask for secrets, which may be sent back. */
const MASK = "********";
const SHOWN_CHARACTERS = 60;

/**
 * The fields of a config that an apply would change. Lists are compared whole.
 * @param isSecret whether a value at a path may be a secret, though the API shows what is there now: a reference, or null
 */
export function compareConfig(
  before: unknown,
  after: unknown,
  path: (string | number)[] = [],
  isSecret: (path: Path) => boolean = () => false,
): FieldChange[] {
  if (before === MASK) return after === MASK ? [] : [{ path, kind: "secret" }];
  if (isObject(before) && isObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key): FieldChange[] => {
      if (!Object.hasOwn(after, key)) return [{ path: [...path, key], kind: "removed" }];
      if (!Object.hasOwn(before, key)) return [{ path: [...path, key], kind: "added" }];
      return compareConfig(before[key], after[key], [...path, key], isSecret);
    });
  }
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, path, isSecret);
  if (before === after) return [];
  if (typeof before === "object" || typeof after === "object" || isSecret(path)) return [{ path, kind: "changed" }];
  return [{ path, kind: "changed", before: short(before), after: short(after) }];
}

function compareLists(
  before: unknown[],
  after: unknown[],
  path: (string | number)[],
  isSecret: (path: Path) => boolean,
): FieldChange[] {
  if (before.length !== after.length) return [{ path, kind: "changed" }];
  const items = before.flatMap((item, index) => compareConfig(item, after[index], [...path, index], isSecret));
  const certain = items.some(({ kind }) => kind !== "secret");
  return certain ? [{ path, kind: "changed" }] : items;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function short(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}
