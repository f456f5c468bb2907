import { resourceKey } from "../names/names.ts";
import { readReferenceName } from "./reference-name.ts";

/** How many resources are named. */
const NAMED = 2;

/**
 * Which inputs changed, such as `pragma/config/site` or `pragma/config/a and 3 others`; null if no change names a reference.
 * A value that is made of several resources does not tell which of them changed: they are joined by `or` where nothing
 * else does.
 */
export function inputWords(changes: readonly { from?: readonly string[] | undefined }[]): string | null {
  const sources = changes.map(({ from = [] }) => [...new Set(from.map(keyOf))]);
  const certain = [...new Set(sources.flatMap((keys) => (keys.length === 1 ? keys : [])))];
  if (certain.length > 0) return joined(certain, "and");
  const possible = [...new Set(sources.flat())];
  return possible.length === 0 ? null : joined(possible, "or");
}

/** Where in a config an input was put: the path of a change in `resolved_config` without that. */
export function inputPath(path: string): string {
  return path.replace(/^resolved_config\.?/, "") || "config";
}

function keyOf(text: string): string {
  const read = readReferenceName(text);
  return read === null ? text : resourceKey(read.target);
}

function joined(keys: readonly string[], by: "and" | "or"): string {
  const rest = keys.length - NAMED;
  if (rest <= 0) return keys.join(` ${by} `);
  return `${keys.slice(0, NAMED).join(", ")} ${by} ${rest === 1 ? "1 other" : `${rest} others`}`;
}
