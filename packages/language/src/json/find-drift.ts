import { jsonEqual } from "./equal.ts";
import type { Json, JsonObject, Path } from "./json.ts";
import { isJsonObject, member } from "./object.ts";
import { formatPath } from "./path.ts";

/** A declared value, and what was found in its place; null if it is absent there. */
export type DriftChange = { path: string; declared: Json; found: Json };

/** Settings of `findDrift`. */
export type DriftOptions = {
  /** Whether a path, and all below it, is not compared. */
  isIgnored?: (path: Path) => boolean;
  /** How many changes are collected at most; the comparison ends there. */
  limit?: number;
};

/**
 * What differs from a declared config, in the order of its keys. Only what is declared and was found out is compared: a member that
 * `found` does not have was not looked at. Objects are compared member by member, everything else as a whole, arrays too. A found null
 * means absent, which differs from any declared value but null; a declared object that is absent is one change.
 *
 * @param found what a provider's `read` gave, in terms of `declared`; without a config nothing differs
 */
export function findDrift(
  declared: JsonObject,
  found: JsonObject | undefined,
  { isIgnored = () => false, limit = Number.POSITIVE_INFINITY }: DriftOptions = {},
): DriftChange[] {
  const changes: DriftChange[] = [];
  const path: Path = [];
  const compareMembers = (before: JsonObject, after: JsonObject): void => {
    for (const key of Object.keys(before)) {
      if (changes.length >= limit) return;
      const there = member(after, key);
      if (there === undefined) continue;
      path.push(key);
      if (!isIgnored(path)) compare(before[key] as Json, there);
      path.pop();
    }
  };
  const compare = (before: Json, after: Json): void => {
    if (isJsonObject(before) && isJsonObject(after)) compareMembers(before, after);
    else if (!jsonEqual(before, after)) changes.push({ path: formatPath(path), declared: before, found: after });
  };
  if (found !== undefined) compareMembers(declared, found);
  return changes;
}
