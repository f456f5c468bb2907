import type { Json, Path } from "@pragma/contract";
import { isObject, isSchema, refTarget, type Schema, schemaEntries, schemaList } from "./json-schema.ts";

const LISTS = ["allOf", "anyOf", "oneOf"];
const SINGLES = ["if", "then", "else"];

/**
 * A schema and all that say, or may say, more about the same value: behind references, in unions and conditions.
 * Every branch counts, since which one is meant may not be known yet.
 */
export function inPlace(root: Schema, schema: Schema): Schema[] {
  const found = new Set<Schema>([schema]);
  // A set visits what is added while it is walked, and each schema once: references may form a circle.
  for (const part of found) {
    if (!isObject(part)) continue;
    const target = typeof part.$ref === "string" ? refTarget(root, part.$ref) : undefined;
    if (target !== undefined) found.add(target);
    for (const keyword of LISTS) for (const branch of schemaList(part[keyword])) found.add(branch);
    for (const keyword of SINGLES) if (isSchema(part[keyword])) found.add(part[keyword]);
    for (const [, dependent] of schemaEntries(part.dependentSchemas)) found.add(dependent);
  }
  return [...found];
}

/** The schemas that one schema, without looking in place, gives for a member or an element. */
export function stepInto(schema: Schema, step: string | number): Schema[] {
  if (!isObject(schema)) return [];
  return typeof step === "number" ? elementSchemas(schema, step) : memberSchemas(schema, step);
}

function elementSchemas(schema: { [key: string]: Json }, index: number): Schema[] {
  const prefix = schemaList(schema.prefixItems);
  const own = prefix[index];
  if (own !== undefined) return [own];
  return [schema.items, schema.unevaluatedItems].filter(isSchema);
}

function memberSchemas(schema: { [key: string]: Json }, key: string): Schema[] {
  const own = schemaEntries(schema.properties).find(([name]) => name === key)?.[1];
  const byPattern = schemaEntries(schema.patternProperties)
    .filter(([pattern]) => matches(pattern, key))
    .map(([, found]) => found);
  const named = own === undefined ? byPattern : [own, ...byPattern];
  if (named.length > 0) return named;
  return [schema.additionalProperties, schema.unevaluatedProperties].filter(isSchema);
}

/** Patterns come from outside: one that this engine cannot read, or a long key, matches nothing here. */
function matches(pattern: string, key: string): boolean {
  if (key.length > 256) return false;
  try {
    return new RegExp(pattern, "u").test(key);
  } catch {
    return false;
  }
}

/** All schemas that speak of the value at a path; none where nothing is known of it. */
export function schemasAt(root: Schema, path: Path): Schema[] {
  let here: Schema[] = inPlace(root, root);
  for (const step of path) {
    const next = new Set<Schema>();
    for (const schema of here) {
      for (const child of stepInto(schema, step)) for (const part of inPlace(root, child)) next.add(part);
    }
    here = [...next];
  }
  return here;
}
