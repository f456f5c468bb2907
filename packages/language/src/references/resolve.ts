import type { Json, Path } from "../json/json.ts";
import { isJsonObject, member } from "../json/object.ts";
import { type ResourceRef, resourceKey } from "../names/names.ts";
import { containsEnvelope, isEnvelope } from "../secrets/envelope.ts";
import { revealJson } from "../secrets/reveal.ts";
import type { SecretBox } from "../secrets/secret-box.ts";
import { suggest } from "../suggest.ts";
import { Budget } from "./bounds.ts";
import { describeReference } from "./classify.ts";
import type { Field, ReferenceOptions, Rewrite, TargetState } from "./reference.ts";
import { rewriteReferences, Unresolved } from "./rewrite.ts";
import { takeValue } from "./take.ts";
import type { Part } from "./template.ts";

/** Returns the state of a target by its key `provider/resource/name`, or undefined if it never succeeded. */
export type Lookup = (key: string) => TargetState | undefined;

/**
 * Replaces all references in a config with their values, and `$${` with `${`.
 *
 * Values are copied sealed. A string with an interpolated sealed value is sealed as a whole; values that are not
 * strings are interpolated as JSON text. Inserted values are not searched for references. They may take 4 MiB in total
 * and nest 64 levels deep. Stops at the first reference without a value.
 *
 * @param budget of the whole config, if this is a part of it
 * @throws DecryptionError
 */
export function resolveReferences(
  config: Json,
  lookup: Lookup,
  box: SecretBox,
  options: ReferenceOptions,
  budget: Budget = new Budget(box),
): Rewrite {
  const take = (path: Path, target: ResourceRef, field: Field | null): Json => {
    const state = lookup(resourceKey(target));
    if (state === undefined) throw new Unresolved(path, target, field, `${resourceKey(target)} has not been ready yet`);
    const value = takeValue(state, target, field, box);
    if (value === undefined) throw new Unresolved(path, target, field, describeAbsence(state, target, field));
    const refusal = budget.refusal(value, path.length);
    if (refusal === null) return value;
    const message = `${describeReference(target, field)} cannot be put in: ${refusal}`;
    throw new Unresolved(path, target, field, message);
  };
  return rewriteReferences(config, options, box, (found, { path }) => {
    if (found.kind === "reference") return take(path, found.target, found.field);
    if (found.kind === "template") return interpolate(found.parts, box, (part) => take(path, part.target, part.field));
    // Malformed references are rejected on input; a stored one can only be plain data of an older release.
    return undefined;
  });
}

function interpolate(
  parts: readonly Part[],
  box: SecretBox,
  take: (part: Extract<Part, { kind: "reference" }>) => Json,
): Json {
  let sealed = false;
  let text = "";
  for (const part of parts) {
    if (part.kind === "text") text += part.text;
    else if (part.kind === "reference") {
      const value = take(part);
      sealed ||= containsEnvelope(value);
      text += asText(revealJson(value, box));
    } else text += part.raw;
  }
  return sealed ? box.seal(text) : text;
}

/** A value as it reads inside a string: strings as they are, anything else as JSON text. */
export function asText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The object under the first of several keys, if what holds it can be read. */
function partOf(holder: Json, [key, ...rest]: readonly string[]): Json | undefined {
  if (key === undefined || rest.length === 0 || !isJsonObject(holder) || isEnvelope(holder)) return undefined;
  const part = member(holder, key);
  return isJsonObject(part) && !isEnvelope(part) ? part : undefined;
}

/** Keys that a message names. */
const MAX_NAMED = 10;

/** That a resource does not have what a reference takes, what was likely meant, and what there is. Names no values. */
export function describeAbsence(state: TargetState, target: ResourceRef, field: Field | null): string {
  let root: string = field?.root ?? "outputs";
  let holder = state[field?.root ?? "outputs"];
  const keys = [...(field?.keys ?? [])];
  for (let next = partOf(holder, keys); next !== undefined; next = partOf(holder, keys)) {
    root += `.${keys.shift()}`;
    holder = next;
  }
  // Keys inside a sealed value are as secret as the value.
  const known = isJsonObject(holder) && !isEnvelope(holder) ? Object.keys(holder) : [];
  const likely = keys.length === 0 ? undefined : suggest(keys.join("."), known);
  const meant = likely === undefined ? "" : ` (did you mean ${root}.${likely}?)`;
  const more = known.length > MAX_NAMED ? ` and ${known.length - MAX_NAMED} more` : "";
  const hint = known.length === 0 ? "" : `; its ${root} are ${known.slice(0, MAX_NAMED).join(", ")}${more}`;
  return `${resourceKey(target)} has no ${field?.text ?? root}${meant}${hint}`;
}
