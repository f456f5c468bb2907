import type { EqualHook } from "./equal.ts";
import type { Json, JsonObject, Path } from "./json.ts";
import { isJsonObject, member } from "./object.ts";
import { formatPath } from "./path.ts";

/** One changed value. `before` is absent if it was added, `after` if it was removed. */
export type Change = { path: string; before?: Json; after?: Json };

/** How `diffJson` compares and shows values that are not what they look like, such as encrypted ones. */
export type DiffOptions = {
  /** Prefix of every path, such as `["config"]`. */
  prefix?: Path;
  /** Decides a pair before its parts are compared; an unequal pair becomes one change. */
  equal?: EqualHook;
  /** Returns the value that a change shows instead of a value. */
  show?: (value: Json) => Json;
};

/**
 * The smallest changed parts between two JSON values, in key order: compares members of objects and elements of arrays
 * one by one (arrays by position), anything else as a whole. Paths are written by `formatPath`, such as
 * `servers[0].port` or `data["tls.crt"]`. An absent side (undefined) is no value at all, which differs from null.
 */
export function diffJson(before: Json | undefined, after: Json | undefined, options: DiffOptions = {}): Change[] {
  const changes: Change[] = [];
  collect(before, after, [...(options.prefix ?? [])], options, changes);
  return changes;
}

function collect(
  before: Json | undefined,
  after: Json | undefined,
  path: Path,
  options: DiffOptions,
  changes: Change[],
): void {
  if (before === after) return;
  const decided = before === undefined || after === undefined ? false : options.equal?.(before, after);
  if (decided === true) return;
  if (decided === undefined && Array.isArray(before) && Array.isArray(after)) {
    collectArray(before, after, path, options, changes);
  } else if (decided === undefined && isJsonObject(before) && isJsonObject(after)) {
    collectObject(before, after, path, options, changes);
  } else {
    changes.push(changeAt(path, before, after, options.show));
  }
}

function changeAt(path: Path, before: Json | undefined, after: Json | undefined, show: DiffOptions["show"]): Change {
  const change: Change = { path: formatPath(path) };
  if (before !== undefined) change.before = show ? show(before) : before;
  if (after !== undefined) change.after = show ? show(after) : after;
  return change;
}

function collectArray(before: Json[], after: Json[], path: Path, options: DiffOptions, changes: Change[]): void {
  for (let index = 0; index < Math.max(before.length, after.length); index++) {
    path.push(index);
    collect(before[index], after[index], path, options, changes);
    path.pop();
  }
}

function collectObject(before: JsonObject, after: JsonObject, path: Path, options: DiffOptions, out: Change[]): void {
  for (const key of Object.keys(before)) {
    path.push(key);
    collect(before[key], member(after, key), path, options, out);
    path.pop();
  }
  for (const key of Object.keys(after)) {
    if (Object.hasOwn(before, key)) continue;
    path.push(key);
    collect(undefined, after[key], path, options, out);
    path.pop();
  }
}
