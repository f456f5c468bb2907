import type { Json, Path } from "../json/json.ts";
import { isJsonObject } from "../json/object.ts";
import { type ResourceRef, resourceKey } from "../names/names.ts";
import { containsEnvelope, isEnvelope } from "../secrets/envelope.ts";
import { revealJson } from "../secrets/reveal.ts";
import type { SecretBox } from "../secrets/secret-box.ts";
import { Budget } from "./bounds.ts";
import { describeReference } from "./classify.ts";
import type { Field, ReferenceOptions, Rewrite, TargetState } from "./reference.ts";
import { rewriteReferences, Unresolved } from "./rewrite.ts";
import { takeValue } from "./take.ts";
import type { Part } from "./template.ts";

/** Gives the state of a target by its key `provider/resource/name`, or undefined if it never succeeded. */
export type Lookup = (key: string) => TargetState | undefined;

/**
 * Replaces all references in a config by the values they take, and `$${` by `${`.
 *
 * Values are copied sealed. A string into which a sealed value is interpolated is sealed as a whole; values that are
 * not strings are interpolated as JSON text. Nothing in a value that was put in is read as a reference again. All that
 * is put in may take 4 MiB together and nest 64 levels deep. The first reference without a value ends it.
 *
 * @throws DecryptionError
 */
export function resolveReferences(config: Json, lookup: Lookup, box: SecretBox, options: ReferenceOptions): Rewrite {
  const budget = new Budget(box);
  const take = (path: Path, target: ResourceRef, field: Field | null): Json => {
    const state = lookup(resourceKey(target));
    if (state === undefined) throw new Unresolved(path, target, field, `${resourceKey(target)} has not been ready yet`);
    const value = takeValue(state, target, field, box);
    if (value === undefined) throw new Unresolved(path, target, field, absence(state, target, field));
    const refusal = budget.refusal(value, path.length);
    if (refusal === null) return value;
    const message = `${describeReference(target, field)} cannot be put in: ${refusal}`;
    throw new Unresolved(path, target, field, message);
  };
  return rewriteReferences(config, options, box, (found, { path }) => {
    if (found.kind === "reference") return take(path, found.target, found.field);
    if (found.kind === "template") return interpolate(found.parts, box, (part) => take(path, part.target, part.field));
    // Malformed ones are refused before they are stored; a stored one can only be plain data of an older release.
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

/** How a value reads inside a string: strings as they are, anything else as JSON text. */
export function asText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function absence(state: TargetState, target: ResourceRef, field: Field | null): string {
  const root = field?.root ?? "outputs";
  const holder = state[root];
  // Keys inside a sealed value are as secret as the value.
  const known = isJsonObject(holder) && !isEnvelope(holder) ? Object.keys(holder).slice(0, 10) : [];
  const hint = known.length === 0 ? "" : `; its ${root} are ${known.join(", ")}`;
  return `${resourceKey(target)} has no ${field?.text ?? root}${hint}`;
}
