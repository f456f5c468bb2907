import { z } from "zod";

export type JsonSchema = Record<string, unknown>;

/** Zod's own inference, unless `.meta({ wire })` says what the value looks like before it is parsed. */
const options = {
  target: "draft-2020-12",
  io: "input",
  unrepresentable: "any",
  override: ({ jsonSchema }: { jsonSchema: JsonSchema }) => {
    const { wire, description, examples } = jsonSchema;
    if (typeof wire !== "object" || wire === null) return;
    for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
    Object.assign(jsonSchema, wire, description && { description }, examples && { examples });
  },
} as const;

/** Every schema of the contract that has an id, as `components.schemas`. */
export function componentSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(z.globalRegistry, { ...options, uri: (id) => `#/components/schemas/${id}` });
  const named = Object.entries(schemas).map(([id, schema]) => [id, withoutHeader(schema)] as const);
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One schema for use inside the document: those with an id become references to the components. */
export function referencedSchema(schema: z.ZodType): JsonSchema {
  const id = schema.meta()?.id;
  if (id !== undefined) return { $ref: `#/components/schemas/${id}` };
  const text = JSON.stringify(withoutHeader(z.toJSONSchema(schema, options)));
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
}

function withoutHeader(schema: JsonSchema): JsonSchema {
  const { $id, $schema, $defs, ...rest } = schema;
  return rest;
}
