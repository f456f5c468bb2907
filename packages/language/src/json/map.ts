import type { Json, JsonObject, Path } from "./json.ts";
import { setMember } from "./object.ts";

/** Tells `mapJson` what to do with a value: replace it, or continue inside. */
export type Visit = (value: Json, path: Path) => Json | undefined;

/**
 * Rewrites parts of a JSON value, copying only what changes: if nothing does, it returns the same value.
 *
 * `visit` sees each value from the root down. It returns a replacement, whose inside is not visited, or undefined to
 * continue inside. The path is reused between calls; copy it to keep it.
 */
export function mapJson(value: Json, visit: Visit): Json {
  return walk(value, [], visit);
}

function walk(value: Json, path: Path, visit: Visit): Json {
  const replacement = visit(value, path);
  if (replacement !== undefined) return replacement;
  if (typeof value !== "object" || value === null) return value;
  return Array.isArray(value) ? walkArray(value, path, visit) : walkObject(value, path, visit);
}

function walkArray(array: Json[], path: Path, visit: Visit): Json {
  let copy: Json[] | undefined;
  for (let index = 0; index < array.length; index++) {
    const item = array[index] as Json;
    path.push(index);
    const mapped = walk(item, path, visit);
    path.pop();
    if (mapped === item) continue;
    copy ??= array.slice();
    copy[index] = mapped;
  }
  return copy ?? array;
}

function walkObject(object: JsonObject, path: Path, visit: Visit): Json {
  let copy: JsonObject | undefined;
  for (const key of Object.keys(object)) {
    const item = object[key] as Json;
    path.push(key);
    const mapped = walk(item, path, visit);
    path.pop();
    if (mapped === item) continue;
    copy ??= { ...object };
    setMember(copy, key, mapped);
  }
  return copy ?? object;
}
