import type { JsonObject, Path } from "../json/json.ts";
import { member } from "../json/object.ts";
import {
  IN_PLACE,
  IN_PLACE_LISTS,
  isSchema,
  isSchemaObject,
  type Schema,
  schemaEntries,
  schemaList,
} from "./json-schema.ts";
import type { SchemaDocument } from "./schema-document.ts";

/**
 * The schemas and all others that apply, or may apply, to the same value: behind references, in combinations and
 * conditions. Every branch counts, since the intended one may be unknown. Boolean schemas say nothing and are left out.
 *
 * @param most stops after this many
 * @throws SchemaError for a reference that leads nowhere
 */
export function inPlace(
  document: SchemaDocument,
  schemas: readonly Schema[],
  most = Number.POSITIVE_INFINITY,
): Set<JsonObject> {
  const applied = new Set(schemas.filter(isSchemaObject));
  // Iterating a set also visits elements added during the loop, each once: references may form a cycle.
  for (const schema of applied) {
    if (applied.size > most) break;
    for (const part of partsOf(document, schema)) applied.add(part);
  }
  return applied;
}

const parts = new WeakMap<SchemaDocument, Map<JsonObject, readonly JsonObject[]>>();

/** `besides`, cached: the same schema applies in many places. */
function partsOf(document: SchemaDocument, schema: JsonObject): readonly JsonObject[] {
  const known = parts.get(document) ?? new Map<JsonObject, readonly JsonObject[]>();
  parts.set(document, known);
  let found = known.get(schema);
  if (found === undefined) {
    found = [...besides(document, schema)].filter(isSchemaObject);
    known.set(schema, found);
  }
  return found;
}

function* besides(document: SchemaDocument, schema: JsonObject): Generator<Schema> {
  const target = document.refOf(schema);
  if (target !== undefined) yield target;
  for (const keyword of IN_PLACE_LISTS) yield* schemaList(schema[keyword]);
  for (const keyword of IN_PLACE) if (isSchema(schema[keyword])) yield schema[keyword];
  for (const [, part] of schemaEntries(schema.dependentSchemas)) yield part;
}

/**
 * Everything one schema, without schemas applied in its place, may say about a member. The schema of every pattern counts for
 * every key, as if it matched: a schema too many does no harm, one too few reveals a secret.
 */
export function propertySchemas(schema: JsonObject, key: string): Schema[] {
  const named = namedProperty(schema, key);
  if (named === undefined) return otherProperties(schema);
  return [named, ...patterned(schema)].filter(isSchema);
}

/** `propertySchemas` for any key that the schema does not name. */
export function otherProperties(schema: JsonObject): Schema[] {
  return [schema.additionalProperties, schema.unevaluatedProperties, ...patterned(schema)].filter(isSchema);
}

/** Everything one schema, without schemas applied in its place, may say about an element. */
export function itemSchemas(schema: JsonObject, index: number): Schema[] {
  const { prefixItems } = schema;
  const prefix = Array.isArray(prefixItems) ? prefixItems[index] : undefined;
  return [prefix ?? schema.items, schema.contains, schema.unevaluatedItems].filter(isSchema);
}

function namedProperty(schema: JsonObject, key: string): Schema | undefined {
  const named = isSchemaObject(schema.properties) ? member(schema.properties, key) : undefined;
  return isSchema(named) ? named : undefined;
}

function patterned(schema: JsonObject): Schema[] {
  return schemaEntries(schema.patternProperties).map(([, part]) => part);
}

/**
 * All schemas that may describe the value at a path; none if nothing is known about it. For people who read or write the
 * value: a key that a schema names is taken to be that alone. Anything that must not miss a schema uses `annotate`.
 *
 * @throws SchemaError
 */
export function schemasAt(document: SchemaDocument, path: Path): JsonObject[] {
  let here = inPlace(document, [document.root]);
  for (const step of path) {
    const below = [...here].flatMap((schema) => describedBelow(schema, step));
    here = inPlace(document, below);
  }
  return [...here];
}

/**
 * The schemas by which one schema alone, without others in its place, may describe a member or element, closest first. Patterns
 * of keys are untrusted, and not run: each may be meant.
 */
export function describedBelow(schema: JsonObject, step: string | number): Schema[] {
  if (typeof step === "number") return itemSchemas(schema, step);
  const named = namedProperty(schema, step);
  if (named !== undefined) return [named];
  return [...patterned(schema), schema.additionalProperties, schema.unevaluatedProperties].filter(isSchema);
}

/** The marks of one schema and all others that apply, or may apply, in its place. */
export function marksOf(document: SchemaDocument, schema: Schema): { sensitive: boolean; immutable: boolean } {
  const applied = [...inPlace(document, [schema])];
  return {
    sensitive: applied.some((part) => part.sensitive === true),
    immutable: applied.some((part) => part.immutable === true),
  };
}
