import type { Json } from "./json.ts";

/**
 * Roughly how many characters a value takes as JSON text (ignoring escapes), or more than `limit` as soon as that is
 * exceeded: the walk then stops, so that a huge value costs no more than the limit.
 */
export function jsonSize(value: Json, limit: number): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value !== "object" || value === null) return 5;
  let size = 2;
  if (Array.isArray(value)) {
    for (const item of value) {
      size += jsonSize(item, limit - size) + 1;
      if (size > limit) break;
    }
    return size;
  }
  for (const key of Object.keys(value)) {
    size += key.length + 4 + jsonSize(value[key] as Json, limit - size);
    if (size > limit) break;
  }
  return size;
}
