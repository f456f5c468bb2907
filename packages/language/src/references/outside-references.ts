import type { Json, Path } from "../json/json.ts";
import { isJsonObject, member } from "../json/object.ts";
import { isPureReference } from "./classify.ts";
import type { ReferenceOptions } from "./reference.ts";

/**
 * The paths whose value is neither a reference nor part of one. In a map of secrets, the parts of a reference that
 * stands for the map are where secrets would be, but they say where the secrets are, not what they are.
 */
export function outsideReferences(config: Json, paths: readonly Path[], options: ReferenceOptions): Path[] {
  const known = new Map<Json, boolean>();
  const isReference = (value: Json): boolean => {
    if (!isJsonObject(value)) return isPureReference(value, options);
    // Many paths lead through the same object, which may have many keys.
    const answer = known.get(value) ?? isPureReference(value, options);
    known.set(value, answer);
    return answer;
  };
  return paths.filter((path) => !passes(config, path, isReference));
}

function passes(config: Json, path: Path, isReference: (value: Json) => boolean): boolean {
  let value: Json | undefined = config;
  for (const step of path) {
    if (Array.isArray(value)) value = typeof step === "number" ? value[step] : undefined;
    else value = isJsonObject(value) ? member(value, String(step)) : undefined;
    if (value === undefined) return false;
    if (isReference(value)) return true;
  }
  return false;
}
