import type { Json, JsonObject } from "../json/json.ts";
import { isJsonObject } from "../json/object.ts";
import type { ResourceRef } from "../names/names.ts";
import { isEnvelope } from "../secrets/envelope.ts";
import { revealJson } from "../secrets/reveal.ts";
import type { SecretBox } from "../secrets/secret-box.ts";
import type { Field, TargetState } from "./reference.ts";

const INDEX = /^(?:0|[1-9]\d*)$/;

/**
 * The value that a reference takes from its target, or undefined if there is none. Longest keys match first (`tls.crt`
 * is one key if it exists), numbers index arrays. Sealed values stay sealed; a part taken from inside a sealed value is
 * sealed again, except null, which is never sealed.
 *
 * A field of null takes the whole resource.
 */
export function takeValue(
  state: TargetState,
  target: ResourceRef,
  field: Field | null,
  box: SecretBox,
): Json | undefined {
  if (field !== null) return take(state[field.root], field.keys, 0, false, box);
  const { provider, resource, name } = target;
  return { __dependency__: true, provider, resource, name, config: state.config, outputs: state.outputs };
}

function take(value: Json, keys: readonly string[], from: number, sealed: boolean, box: SecretBox): Json | undefined {
  if (from === keys.length) {
    return sealed && value !== null && !isEnvelope(value) ? box.seal(revealJson(value, box)) : value;
  }
  if (isEnvelope(value)) return take(box.open(value), keys, from, true, box);
  if (Array.isArray(value)) {
    const step = keys[from] as string;
    const item = INDEX.test(step) ? value[Number(step)] : undefined;
    return item === undefined ? undefined : take(item, keys, from + 1, sealed, box);
  }
  return isJsonObject(value) ? takeMember(value, keys, from, sealed, box) : undefined;
}

function takeMember(
  object: JsonObject,
  keys: readonly string[],
  from: number,
  sealed: boolean,
  box: SecretBox,
): Json | undefined {
  for (const { key, end } of candidates(object, keys, from).reverse()) {
    const found = take(object[key] as Json, keys, end, sealed, box);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The object's keys that match the rest of the path, shortest first, and where each ends in it. */
function candidates(object: JsonObject, keys: readonly string[], from: number): { key: string; end: number }[] {
  // Builds no longer keys: otherwise a path of hundreds of keys would be joined for each of many objects.
  const longest = longestKeyOf(object);
  const found: { key: string; end: number }[] = [];
  let key = keys[from] as string;
  for (let end = from + 1; key.length <= longest; end++) {
    if (Object.hasOwn(object, key)) found.push({ key, end });
    if (end === keys.length) break;
    key += `.${keys[end]}`;
  }
  return found;
}

/** For objects that many references lead through and that nobody changes. */
const longestKeys = new WeakMap<JsonObject, number>();

function longestKeyOf(object: JsonObject): number {
  let longest = longestKeys.get(object);
  if (longest === undefined) {
    longest = 0;
    for (const key of Object.keys(object)) longest = Math.max(longest, key.length);
    longestKeys.set(object, longest);
  }
  return longest;
}
