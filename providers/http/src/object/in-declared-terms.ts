import type { ObjectOutputs } from "./config.ts";

/** JSON, as values and outputs are. */
export type Json = ObjectOutputs["values"][string];

/**
 * What an API answered for a declared value: the declared one if it means the same, else what of it is declared. APIs add members to
 * objects, order lists as they like, and write numbers and booleans as texts, or the other way round. What is not there is null.
 */
export function inDeclaredTerms(declared: Json, found: Json | undefined): Json {
  if (found === undefined || found === null) return null;
  if (Array.isArray(declared)) return Array.isArray(found) && isSameList(declared, found) ? declared : found;
  if (isObject(declared) && isObject(found)) {
    const members = Object.entries(declared).map(([key, value]) => [key, inDeclaredTerms(value, own(found, key))]);
    return Object.fromEntries(members);
  }
  return isSame(declared, found) ? declared : found;
}

function isSame(declared: Json, found: Json | undefined): boolean {
  if (declared === null || found === undefined || found === null) return declared === null && found == null;
  if (Array.isArray(declared)) return Array.isArray(found) && isSameList(declared, found);
  if (isObject(declared)) {
    return isObject(found) && Object.entries(declared).every(([key, value]) => isSame(value, own(found, key)));
  }
  return typeof found !== "object" && String(declared) === String(found);
}

/** Each declared item has one of its own among those found, and none is left. */
function isSameList(declared: readonly Json[], found: readonly Json[]): boolean {
  if (declared.length !== found.length) return false;
  const left = [...found];
  return declared.every((item) => {
    const index = left.findIndex((other) => isSame(item, other));
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(value: Record<string, Json>, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
