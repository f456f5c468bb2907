import { classify, type Json, parseKey, parseReferences, resourceKey, writeReference as spell } from "@pragma/language";

/** A value that is nothing but a reference. `field` is such as `outputs.url`; null means the whole resource. */
export interface Reference {
  key: string;
  field: string | null;
}

/** Parses a reference: `${…}` alone, the object form, or a whole resource. Null for any other value. */
export function readReference(value: Json | undefined, stringReferences = true): Reference | null {
  const found = value === undefined ? undefined : classify(value, { stringReferences });
  if (found?.kind !== "reference") return null;
  return { key: resourceKey(found.target), field: found.field?.text ?? null };
}

/**
 * Builds a reference.
 * @throws Error if the key is invalid
 */
export function writeReference({ key, field }: Reference, stringReferences = true): Json {
  const target = parseKey(key);
  if (target === null) throw new Error(`${key} is not provider/resource/name`);
  return spell(target, field === null ? null : { text: field }, { stringReferences });
}

/** The keys of all resources that a config refers to, each once, in the order they are found. */
export function referencedKeys(config: Json, stringReferences = true): string[] {
  const { references } = parseReferences(config, { stringReferences });
  return [...new Set(references.map(({ target }) => resourceKey(target)))];
}
