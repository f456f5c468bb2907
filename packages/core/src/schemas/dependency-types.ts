import type { JsonObject, Path } from "@pragma/contract";
import {
  IN_PLACE,
  IN_PLACE_LISTS,
  isSchema,
  isSchemaObject,
  type Schema,
  schemaEntries,
  schemaList,
} from "./json-schema.ts";
import { SchemaDocument } from "./schema-document.ts";

/** A type as a schema narrows it; null where any will do. */
export interface DependencyType {
  provider: string | null;
  resource: string | null;
}

const MARK = "__dependency__";
/** A schema that combines its parts in more ways is not judged. */
const MAX_SCHEMAS = 1_000;

/**
 * Which types a whole-resource reference at a place of a config may name, as `dependency({provider, resource})` of the SDK
 * writes it. Null where the schema does not say, or leaves it open.
 */
export function dependencyTypesAt(schema: Schema, path: Path): DependencyType[] | null {
  const document = new SchemaDocument(schema);
  let places = inPlace(document, [schema]);
  for (const step of path) {
    if (places.length > MAX_SCHEMAS) return null;
    places = inPlace(
      document,
      places.flatMap((place) => below(place, step)),
    );
  }
  const found = places.filter((place) => isSchemaObject(place.properties) && Object.hasOwn(place.properties, MARK));
  // A place that says nothing of the kind of value takes any reference.
  const types = found.map((place) => ({ provider: textAt(place, "provider"), resource: textAt(place, "resource") }));
  return types.length === 0 || types.some(({ provider, resource }) => provider === null && resource === null)
    ? null
    : types;
}

/** All schemas that may apply to the same value. */
function inPlace(document: SchemaDocument, schemas: readonly Schema[]): JsonObject[] {
  const applied = new Set<JsonObject>(schemas.filter(isSchemaObject));
  // A set visits what is added while it is walked.
  for (const schema of applied) {
    if (applied.size > MAX_SCHEMAS) break;
    const target = document.refOf(schema);
    const parts = [
      ...(isSchema(target) ? [target] : []),
      ...IN_PLACE_LISTS.flatMap((keyword) => schemaList(schema[keyword])),
      ...IN_PLACE.flatMap((keyword) => (isSchema(schema[keyword]) ? [schema[keyword]] : [])),
    ];
    for (const part of parts) if (isSchemaObject(part)) applied.add(part);
  }
  return [...applied];
}

function below(schema: JsonObject, step: string | number): Schema[] {
  if (typeof step === "number") return [schemaList(schema.prefixItems)[step] ?? schema.items].filter(isSchema);
  const { properties } = schema;
  if (isSchemaObject(properties) && Object.hasOwn(properties, step)) return [properties[step]].filter(isSchema);
  const patterns = schemaEntries(schema.patternProperties).map(([, part]) => part);
  return [schema.additionalProperties, ...patterns].filter(isSchema);
}

/** The one text that a property may be. */
function textAt(schema: JsonObject, key: string): string | null {
  const property = isSchemaObject(schema.properties) ? schema.properties[key] : undefined;
  return isSchemaObject(property) && typeof property.const === "string" ? property.const : null;
}
