import type { Json, Path } from "../json/json.ts";
import { isJsonObject, member } from "../json/object.ts";
import { isEnvelope } from "./envelope.ts";

/**
 * As much of a path as anybody may see who sees the value masked: it ends at the outermost envelope, since keys inside a
 * sealed value are as secret as the rest of it.
 *
 * @param value as stored
 */
export function visiblePath(value: Json, path: Path): Path {
  let current: Json | undefined = value;
  for (const [index, step] of path.entries()) {
    if (isEnvelope(current)) return path.slice(0, index);
    if (Array.isArray(current)) current = typeof step === "number" ? current[step] : undefined;
    else current = isJsonObject(current) ? member(current, String(step)) : undefined;
  }
  return path;
}
