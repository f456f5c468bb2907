import type { Json, JsonObject, Path } from "@pragma/contract";
import { isJsonObject, member, setMember } from "./object.ts";

const PLAIN_KEY = /^[A-Za-z_$][A-Za-z0-9_$-]*$/;

/**
 * A path as people write it: `servers[0].port`. A key that would be ambiguous there (`tls.crt`, an empty one, one with
 * blanks or leading digits) is quoted as JSON in brackets: `data["tls.crt"]`. The root is the empty string.
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

/** The value at a path, or undefined where there is none. */
export function getPath(value: Json, path: Path): Json | undefined {
  let current: Json | undefined = value;
  for (const step of path) {
    if (Array.isArray(current)) current = typeof step === "number" ? current[step] : undefined;
    else if (isJsonObject(current)) current = member(current, String(step));
    else return undefined;
  }
  return current;
}

/**
 * A copy of a value with another one at a path; only the containers on the way are copied. A path that leads nowhere
 * (through a scalar, or beyond the end of an array) leaves the value as it is; a new key of an object is added.
 */
export function setPath(value: Json, path: Path, replacement: Json, from = 0): Json {
  if (from === path.length) return replacement;
  const step = path[from] as string | number;
  if (Array.isArray(value)) {
    if (typeof step !== "number" || step >= value.length) return value;
    const item = value[step] as Json;
    const next = setPath(item, path, replacement, from + 1);
    return next === item ? value : value.with(step, next);
  }
  if (!isJsonObject(value)) return value;
  return setInObject(value, String(step), path, replacement, from);
}

function setInObject(object: JsonObject, key: string, path: Path, replacement: Json, from: number): Json {
  const item = member(object, key);
  if (item === undefined && from < path.length - 1) return object;
  const next = item === undefined ? replacement : setPath(item, path, replacement, from + 1);
  if (next === item) return object;
  const copy = { ...object };
  setMember(copy, key, next);
  return copy;
}
