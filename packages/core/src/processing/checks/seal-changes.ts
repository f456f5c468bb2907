import type { Json, JsonObject } from "@pragma/contract";
import {
  containsEnvelope,
  type DriftChange,
  formatPath,
  getPath,
  isEnvelope,
  type Path,
  parsePath,
  revealJson,
  type SecretBox,
  sealPaths,
  setMember,
} from "@pragma/language";
import { taintedPaths } from "../../foundation/secrets/index.ts";
import type { Check } from "./check.ts";

/** What differs, sensitive values sealed. */
export interface SealedChange {
  path: string;
  declared: Json;
  found: Json;
}

type Annotations = Check["type"]["annotations"];

/**
 * Changes with all that is sensitive sealed: what the schema flags, what is declared as sensitive there, and texts with a sensitive
 * value that the provider was given, or found anywhere.
 * @param found with all sealed that the schema flags
 */
export function sealChanges(
  part: "config" | "outputs",
  changes: readonly DriftChange[],
  declared: JsonObject,
  { box, secrets, annotations, found }: { box: SecretBox; secrets: string[]; annotations: Annotations; found: Json },
): SealedChange[] {
  if (changes.length === 0) return [];
  const safe = sealPaths(found, taintedPaths(found, secrets, annotations.root), box);
  return withoutSealedKeys(changes, declared, box).map(({ path, ...values }) => {
    const before = valueAt(declared, path);
    const after = valueAt(safe, path);
    const isSecret = before === undefined || containsEnvelope(before);
    return {
      path: formatPath([part, ...path]),
      declared: before ?? box.seal(values.declared),
      found: values.found === null || (!isSecret && after !== undefined) ? (after ?? null) : box.seal(values.found),
    };
  });
}

interface Difference {
  path: Path;
  declared: Json;
  found: Json;
}

/** Changes within what is declared as a sealed value are one change of all of it: its keys are secret, too. */
function withoutSealedKeys(changes: readonly DriftChange[], declared: JsonObject, box: SecretBox): Difference[] {
  const opened = new Map<string, JsonObject>();
  return changes.flatMap(({ path: text, ...values }): Difference[] => {
    const path = parsePath(text) as Path;
    const length = path.findIndex((_, end) => isEnvelope(getPath(declared, path.slice(0, end)) ?? null));
    if (length === -1) return [{ path, ...values }];
    const above = path.slice(0, length);
    const name = formatPath(above);
    const known = opened.get(name);
    const whole = known ?? (revealJson(getPath(declared, above) as Json, box) as JsonObject);
    opened.set(name, whole);
    put(whole, path.slice(length), values.found);
    return known ? [] : [{ path: above, declared: values.declared, found: whole }];
  });
}

/** Puts what was found in its place: null means that it is absent there. */
function put(object: JsonObject, path: Path, found: Json): void {
  const last = String(path.at(-1));
  const parent = getPath(object, path.slice(0, -1)) as JsonObject;
  if (found === null) delete parent[last];
  else setMember(parent, last, found);
}

/** The value at a path; undefined if it lies within a sealed one. */
function valueAt(value: Json, path: Path): Json | undefined {
  for (let length = 0; length < path.length; length++) {
    const above = getPath(value, path.slice(0, length));
    if (above !== undefined && isEnvelope(above)) return undefined;
  }
  return getPath(value, path);
}
