import type { JsonObject } from "@pragma/contract";
import { type Schema, schemaEntries, schemaList } from "@pragma/language";

/** One property of an object. */
export interface Property {
  key: string;
  schema: Schema;
  required: boolean;
}

/** The properties that an object may have, as their author wrote them, except that what must be there comes first. */
export function propertiesInOrder({ properties, required }: JsonObject): Property[] {
  const needed = new Set(Array.isArray(required) ? required : []);
  return allowedEntries(properties)
    .map(([key, schema]) => ({ key, schema, required: needed.has(key) }))
    .sort((one, other) => Number(other.required) - Number(one.required));
}

/** The named subschemas of a keyword such as `properties`, without those that no value meets. */
export function allowedEntries(value: JsonObject[string] | undefined): [string, Schema][] {
  return schemaEntries(value).filter(([, schema]) => schema !== false);
}

/**
 * The alternatives of a union that some value meets; none where the schema is no union. A value of `oneOf` must be one of
 * `anyOf`, too, where both are there: the latter are rules besides.
 */
export function alternativesOf({ oneOf, anyOf }: JsonObject): Schema[] {
  return schemaList(oneOf ?? anyOf).filter((schema) => schema !== false);
}
