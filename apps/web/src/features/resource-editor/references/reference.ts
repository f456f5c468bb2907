import { isResourceRef, type Json, type JsonObject, parseKey, type ResourceRef, resourceKey } from "@pragma/contract";
import { isObject } from "../schema/json-schema.ts";

/** A value that is nothing but a reference. `field` is such as `outputs.url`; null means the whole resource. */
export interface Reference {
  key: string;
  field: string | null;
}

const INNER = /^\$\{([a-z0-9][a-z0-9-]*\/[a-z0-9_/-]+\/[A-Za-z0-9._-]+?\.(?:outputs|config)\.[^{}]+)\}$/;
const ANYWHERE = /(?<!\$)\$\{([a-z0-9][a-z0-9-]*\/[a-z0-9_/-]+\/[A-Za-z0-9._-]+?\.(?:outputs|config)\.[^{}]+)\}/g;
const SEPARATOR = /\.(?:outputs|config)\./;

/** Reads a value that stands for another one: `${…}` alone, the object form, or a whole resource. Null for all else. */
export function readReference(value: Json | undefined, stringForm = true): Reference | null {
  if (typeof value === "string") {
    const inner = stringForm ? INNER.exec(value)?.[1] : undefined;
    return inner === undefined ? null : readInner(inner);
  }
  if (!isObject(value)) return null;
  const target = targetOf(value);
  if (target === null) return null;
  const keys = Object.keys(value).length;
  if (value.__dependency__ === true && keys === 4) return { key: resourceKey(target), field: null };
  if (typeof value.field !== "string" || value.field === "" || keys !== 4) return null;
  const rooted = /^(?:outputs|config)\./.test(value.field) ? value.field : `outputs.${value.field}`;
  return { key: resourceKey(target), field: rooted };
}

/** Reads `provider/resource/name.outputs.field`, as it stands between the braces. */
export function readInner(inner: string): Reference | null {
  const last = inner.lastIndexOf("/", inner.search(SEPARATOR));
  const separator = SEPARATOR.exec(inner.slice(last));
  if (last < 0 || separator === null) return null;
  const end = last + separator.index;
  const ref = parseKey(inner.slice(0, end));
  return ref === null ? null : { key: resourceKey(ref), field: inner.slice(end + 1) };
}

/**
 * The value that stands for another one: `${…}`, or the object form where strings are literal, as in `pragma/secret`.
 * @throws Error if the key is none
 */
export function writeReference({ key, field }: Reference, stringForm = true): Json {
  if (field !== null && stringForm) return `\${${key}.${field}}`;
  const ref = parseKey(key);
  if (ref === null) throw new Error(`${key} is not provider/resource/name`);
  return field === null ? { __dependency__: true, ...ref } : { ...ref, field };
}

/** The keys of all resources that a config refers to, each once, in the order they are found. */
export function referencedKeys(config: Json, stringForm = true): string[] {
  const keys = new Set<string>();
  collect(config, stringForm, keys);
  return [...keys];
}

function collect(value: Json, stringForm: boolean, keys: Set<string>): void {
  if (typeof value === "string") {
    if (!stringForm) return;
    for (const [, inner] of value.matchAll(ANYWHERE)) {
      const found = readInner(inner ?? "");
      if (found !== null) keys.add(found.key);
    }
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const reference = readReference(value, stringForm);
  if (reference !== null) keys.add(reference.key);
  else for (const item of Object.values(value)) collect(item, stringForm, keys);
}

function targetOf(value: JsonObject): ResourceRef | null {
  const { provider, resource, name } = value;
  if (typeof provider !== "string" || typeof resource !== "string" || typeof name !== "string") return null;
  const ref = { provider, resource, name };
  return isResourceRef(ref) ? ref : null;
}
