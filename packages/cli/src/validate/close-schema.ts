/** A JSON Schema, as far as it is looked into. */
export type Schema = boolean | { [keyword: string]: unknown };

/** Where these are, which keys are known is for the API to say. */
const COMBINATIONS = [
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "if",
  "then",
  "else",
  "dependentSchemas",
  "$ref",
  "$dynamicRef",
];
const OPEN = ["additionalProperties", "unevaluatedProperties", "patternProperties"];

/**
 * A schema that refuses unknown keys where it plainly lists the known ones, as the API does: `z.object` says nothing about
 * others, and a mistyped key would pass. What is combined of several schemas stays as it is, so nothing is refused here that
 * the API takes.
 */
export function closeSchema(schema: Schema): Schema {
  if (typeof schema === "boolean") return schema;
  const { properties, items, prefixItems } = schema;
  const closed = { ...schema };
  if (isObject(properties)) {
    closed["properties"] = mapValues(properties);
    if (![...COMBINATIONS, ...OPEN].some((keyword) => keyword in schema)) closed["additionalProperties"] = false;
  }
  if (isSchema(items)) closed["items"] = closeSchema(items);
  if (Array.isArray(prefixItems)) closed["prefixItems"] = prefixItems.map(closeSchema);
  if (isObject(schema["additionalProperties"]))
    closed["additionalProperties"] = closeSchema(schema["additionalProperties"]);
  return closed;
}

function mapValues(schemas: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schemas).map(([key, value]) => [key, isSchema(value) ? closeSchema(value) : value]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "boolean" || isObject(value);
}
