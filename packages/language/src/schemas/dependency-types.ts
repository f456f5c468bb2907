import type { JsonObject, Path } from "../json/json.ts";
import { isSchemaObject, type Schema } from "./json-schema.ts";
import { inPlace, itemSchemas, propertySchemas } from "./places.ts";
import { SchemaDocument } from "./schema-document.ts";

/** A type as a schema narrows it; null if any is allowed. */
export interface DependencyType {
  provider: string | null;
  resource: string | null;
}

const MARK = "__dependency__";
/** A schema that combines its parts in more ways is not evaluated. */
const MAX_SCHEMAS = 1_000;

/**
 * Which types a whole-resource reference at a place of a config may name, as the SDK's
 * `dependency({provider, resource})` writes it. Null if the schema leaves that open.
 */
export function dependencyTypesAt(schema: Schema, path: Path): DependencyType[] | null {
  const document = new SchemaDocument(schema);
  let places = [...inPlace(document, [schema], MAX_SCHEMAS)];
  for (const step of path) {
    if (places.length > MAX_SCHEMAS) return null;
    const below = places.flatMap((place) =>
      typeof step === "number" ? itemSchemas(place, step) : propertySchemas(place, step),
    );
    places = [...inPlace(document, below, MAX_SCHEMAS)];
  }
  const found = places.filter((place) => isSchemaObject(place.properties) && Object.hasOwn(place.properties, MARK));
  // A place without type constraints accepts any reference.
  const types = found.map((place) => ({ provider: textAt(place, "provider"), resource: textAt(place, "resource") }));
  return types.length === 0 || types.some(({ provider, resource }) => provider === null && resource === null)
    ? null
    : types;
}

/** The only text that a property may be. */
function textAt(schema: JsonObject, key: string): string | null {
  const property = isSchemaObject(schema.properties) ? schema.properties[key] : undefined;
  return isSchemaObject(property) && typeof property.const === "string" ? property.const : null;
}
