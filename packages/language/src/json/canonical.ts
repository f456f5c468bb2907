import type { Json } from "./json.ts";

/**
 * JSON text that is equal for equal values: keys sorted by UTF-16 code units, no whitespace, numbers and strings as
 * `JSON.stringify` writes them (RFC 8785). For hashing.
 */
export function canonicalJson(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] as Json)}`);
  return `{${members.join(",")}}`;
}
