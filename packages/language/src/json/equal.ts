import type { Json, JsonObject } from "./json.ts";
import { isJsonObject } from "./object.ts";

/** Decides a pair of values before their parts: true or false is final, undefined continues with the parts. */
export type EqualHook = (a: Json, b: Json) => boolean | undefined;

/** Whether two JSON values are equal. The order of keys does not matter, that of array elements does. */
export function jsonEqual(a: Json | undefined, b: Json | undefined, hook?: EqualHook): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  const decided = hook?.(a, b);
  if (decided !== undefined) return decided;
  if (Array.isArray(a)) return Array.isArray(b) && arraysEqual(a, b, hook);
  return isJsonObject(a) && isJsonObject(b) && objectsEqual(a, b, hook);
}

function arraysEqual(a: Json[], b: Json[], hook: EqualHook | undefined): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    if (!jsonEqual(a[index], b[index], hook)) return false;
  }
  return true;
}

function objectsEqual(a: JsonObject, b: JsonObject, hook: EqualHook | undefined): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) {
    if (!Object.hasOwn(b, key) || !jsonEqual(a[key], b[key], hook)) return false;
  }
  return true;
}
