import type { Json, Path } from "./json.ts";
import { isJsonObject, member } from "./object.ts";

const PLAIN_KEY = /^[A-Za-z_$][A-Za-z0-9_$-]*$/;

/**
 * A path in the form that people write: `servers[0].port`. A key that would be ambiguous (`tls.crt`, an empty one, one
 * with spaces or leading digits) is quoted as JSON in brackets: `data["tls.crt"]`. The root is the empty string.
 */
export function formatPath(path: readonly (string | number)[]): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (!PLAIN_KEY.test(step)) text += `[${JSON.stringify(step)}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}

/** Parses a path written by `formatPath`; null if the text is not one. */
export function parsePath(text: string): Path | null {
  const path: Path = [];
  const step = /\.?([A-Za-z_$][A-Za-z0-9_$-]*)|\[(\d+)\]|\[("[^"\\]*(?:\\.[^"\\]*)*")\]/y;
  while (step.lastIndex < text.length) {
    const found = step.exec(text);
    if (!found) return null;
    const [, key, index, quoted] = found;
    const next = key ?? (index === undefined ? readQuoted(quoted as string) : Number(index));
    if (next === null) return null;
    path.push(next);
  }
  return path;
}

/** Null if it only looks like JSON: with a line break, or an escape that JSON does not have. */
function readQuoted(text: string): string | null {
  try {
    return JSON.parse(text) as string;
  } catch {
    return null;
  }
}

/** The value at a path, or undefined if there is none. */
export function getPath(value: Json, path: Path): Json | undefined {
  let current: Json | undefined = value;
  for (const step of path) {
    if (Array.isArray(current)) current = typeof step === "number" ? current[step] : undefined;
    else if (isJsonObject(current)) current = member(current, String(step));
    else return undefined;
  }
  return current;
}
