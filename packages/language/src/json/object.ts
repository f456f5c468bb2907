import type { Json, JsonObject } from "./json.ts";

/** Whether a JSON value is an object, neither an array nor null. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The member of an object under a client's key, or undefined. A plain `object[key]` would return `toString` and
 * `__proto__` from the prototype.
 */
export function member(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets a member of an object that this code owns. Assigning to `__proto__` would change the prototype instead. */
export function setMember(object: JsonObject, key: string, value: Json): void {
  if (key === "__proto__") {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[key] = value;
  }
}
