import type { Json, JsonObject } from "@pragma/contract";

/** A reference as the run's configs write it. */
export interface Reference {
  /** Friendly id of the target. */
  readonly key: string;
  /** Such as `outputs.digest`; null for the whole resource. */
  readonly field: string | null;
}

const TEMPLATE = /\$\{([^{}]+?)\.(outputs\.[^{}]+)\}/g;

/** The reference that a value is, in the object form or to a whole resource; undefined for any other value. */
function referenceOf(value: Json): Reference | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { provider, resource, name, field, __dependency__: whole } = value;
  if (provider === undefined || resource === undefined || name === undefined) return undefined;
  const key = `${provider}/${resource}/${name}`;
  if (whole === true) return "config" in value ? undefined : { key, field: null };
  return typeof field === "string"
    ? { key, field: field.startsWith("outputs.") ? field : `outputs.${field}` }
    : undefined;
}

/** The friendly ids of all targets of a config. */
export function referencedKeys(value: Json): Set<string> {
  const keys = new Set<string>();
  visit(value, (key) => keys.add(key));
  return keys;
}

function visit(value: Json, found: (key: string) => void): void {
  if (typeof value === "string") {
    for (const [, key = ""] of value.matchAll(TEMPLATE)) found(key);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const reference = referenceOf(value);
  if (reference) found(reference.key);
  else for (const part of Array.isArray(value) ? value : Object.values(value)) visit(part, found);
}

/** Stands for the value of a reference whose target is no longer known. */
export const ANYTHING = Symbol("anything");

/** A resolved value, parts of which may be anything. */
export type Resolved = Json | typeof ANYTHING | { [key: string]: Resolved } | Resolved[];

/**
 * A config with its references replaced.
 * @param take returns the value of a reference
 */
export function resolve(value: Json, take: (reference: Reference) => Resolved): Resolved {
  if (typeof value === "string") return resolveText(value, take);
  if (typeof value !== "object" || value === null) return value;
  const reference = referenceOf(value);
  if (reference) return take(reference);
  if (Array.isArray(value)) return value.map((part) => resolve(part, take));
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(part, take)]));
}

function resolveText(text: string, take: (reference: Reference) => Resolved): Resolved {
  const found = [...text.matchAll(TEMPLATE)];
  const values = found.map(([, key = "", field = ""]) => take({ key, field }));
  if (values.includes(ANYTHING)) return ANYTHING;
  if (found[0]?.[0] === text) return values[0] as Resolved;
  let index = 0;
  return text.replaceAll(TEMPLATE, () => {
    const value = values[index++];
    return typeof value === "string" ? value : JSON.stringify(value);
  });
}

/** The value at a dotted path such as `outputs.digest`. */
export function valueAt(state: { outputs: JsonObject }, field: string): Json | undefined {
  return state.outputs[field.slice("outputs.".length)];
}

/** Whether a value is as expected, as far as that is known. Signed URLs differ each time. */
export function fits(expected: Resolved | undefined, actual: Json | undefined): boolean {
  if (expected === ANYTHING) return true;
  if (typeof expected !== "object" || expected === null) return expected === actual;
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) && actual.length === expected.length && expected.every((part, i) => fits(part, actual[i]))
    );
  }
  if (typeof actual !== "object" || actual === null || Array.isArray(actual)) return false;
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  keys.delete("public_url");
  return [...keys].every((key) => fits((expected as Record<string, Resolved>)[key], actual[key]));
}
