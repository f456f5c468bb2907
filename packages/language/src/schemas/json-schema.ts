import type { Json, JsonObject } from "../json/json.ts";

/** A JSON Schema of draft 2020-12. Nothing about it can be assumed until `checkSchema` has found no issue. */
export type Schema = boolean | JsonObject;

export const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** Keywords by how their value contains subschemas. */
export const IN_PLACE_LISTS = ["allOf", "anyOf", "oneOf"] as const;
export const IN_PLACE = ["if", "then", "else"] as const;
const SINGLES = [
  ...IN_PLACE,
  "not",
  "additionalProperties",
  "unevaluatedProperties",
  "propertyNames",
  "items",
  "unevaluatedItems",
  "contains",
];
const LISTS = [...IN_PLACE_LISTS, "prefixItems"];
const MAPS = ["properties", "patternProperties", "dependentSchemas", "$defs"];

/** A schema that cannot be used, and why. */
export class SchemaError extends Error {
  override name = "SchemaError";
}

export function isSchema(value: Json | undefined): value is Schema {
  return typeof value === "boolean" || isSchemaObject(value);
}

export function isSchemaObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The subschemas in a keyword's list; none if it is not a list. */
export function schemaList(value: Json | undefined): Schema[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

/** The named subschemas in a keyword's map; none if it is not a map. */
export function schemaEntries(value: Json | undefined): [string, Schema][] {
  if (!isSchemaObject(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, Schema] => isSchema(entry[1]));
}

/** All subschemas directly below a schema. */
export function childSchemas(schema: JsonObject): Schema[] {
  const children: Schema[] = [];
  for (const keyword of SINGLES) if (isSchema(schema[keyword])) children.push(schema[keyword]);
  for (const keyword of LISTS) children.push(...schemaList(schema[keyword]));
  for (const keyword of MAPS) for (const [, child] of schemaEntries(schema[keyword])) children.push(child);
  return children;
}
