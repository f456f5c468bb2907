import type { Json, Path } from "../json/json.ts";
import { mapJson } from "../json/map.ts";
import { isEnvelope } from "./envelope.ts";

/** Shown instead of a sensitive value, whatever its type or length. */
export const MASK = "********";

/**
 * An envelope in JSON text. It never matches inside a string: there the quote after `{` would be escaped, or would end
 * the string, and no `$` may follow that.
 */
export const ENVELOPE_TEXT = /\{\s*"\$encrypted"\s*:\s*"(v1\.[A-Za-z0-9._-]*)"\s*\}/g;

/** The value with every envelope replaced by `********`; the same value if it contains none. */
export function maskJson(value: Json): Json {
  return mapJson(value, (item) => (isEnvelope(item) ? MASK : undefined));
}

/** `maskJson` for valid JSON text, such as a row straight from the database, without parsing it. */
export function maskJsonText(text: string): string {
  return text.includes('"$encrypted"') ? text.replace(ENVELOPE_TEXT, `"${MASK}"`) : text;
}

/** Whether a value is or contains `********`. */
export function containsMask(value: Json | undefined): boolean {
  if (value === MASK) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(containsMask);
}

/** The paths of every `********` in a value. */
export function maskedPaths(value: Json): Path[] {
  if (value === MASK) return [[]];
  if (typeof value !== "object" || value === null) return [];
  const entries: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([step, item]) => maskedPaths(item).map((path) => [step, ...path]));
}
