import type { Json, JsonObject } from "@pragma/contract";
import {
  type DriftChange,
  isEnvelope,
  isJsonObject,
  member,
  type Path,
  parsePath,
  revealJson,
  type SecretBox,
  sealPaths,
  sensitivePaths,
  setMember,
} from "@pragma/language";
import { type KnownType, wholeConfigPaths } from "../../foundation/types/index.ts";

/** Where something else was found in a config, and what; undefined if it is absent there. */
export interface FoundPlace {
  path: Path;
  found: Json | undefined;
}

/** The places of a config among the differences; those of outputs are left out. */
export function placesOfConfig(changes: readonly DriftChange[]): FoundPlace[] {
  return changes.flatMap(({ path, found }) => {
    const [root, ...rest] = parsePath(path) ?? [];
    return root === "config" && rest.length > 0 ? [{ path: rest, found: found === null ? undefined : found }] : [];
  });
}

/** A resolved config as it was found: the one that succeeded, with what was found in its places. What it opens is not sealed again. */
export function withFound(applied: JsonObject, places: readonly FoundPlace[], box: SecretBox): JsonObject {
  return places.reduce<JsonObject>((config, { path, found }) => put(config, path, found, box) as JsonObject, applied);
}

/** Seals it by its type, as a config is stored; all of it if the type is unknown. */
export function sealFound(found: JsonObject, type: KnownType | undefined, box: SecretBox): JsonObject {
  const sensitive = type ? sensitivePaths(type.annotations, found) : wholeConfigPaths(found);
  return sealPaths(found, sensitive, box) as JsonObject;
}

function put(
  value: Json | undefined,
  [step, ...rest]: Path,
  found: Json | undefined,
  box: SecretBox,
): Json | undefined {
  if (step === undefined) return found;
  // All of what is sealed as a whole is sealed again by its type.
  if (isEnvelope(value)) {
    return put(revealJson(value, box), [step, ...rest], found === undefined ? found : revealJson(found, box), box);
  }
  return withMember(isJsonObject(value) ? value : {}, String(step), (before) => put(before, rest, found, box));
}

/** A copy of an object with another value of one member; undefined removes it. */
export function withMember(
  object: JsonObject,
  key: string,
  change: (before: Json | undefined) => Json | undefined,
): JsonObject {
  const after = change(member(object, key));
  const copy: JsonObject = {};
  for (const [name, value] of Object.entries(object)) {
    if (name !== key) setMember(copy, name, value);
    else if (after !== undefined) setMember(copy, name, after);
  }
  if (after !== undefined && !Object.hasOwn(object, key)) setMember(copy, key, after);
  return copy;
}
