import { WIRE_SCHEMA } from "@pragma/contract/wire-schema";
import { z } from "zod";

export type JsonSchema = Record<string, unknown>;

/** Every schema of the contract that has an id, as `components.schemas`. */
export function componentSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(z.globalRegistry, { ...WIRE_SCHEMA, uri: (id) => `#/components/schemas/${id}` });
  const named = Object.entries(schemas).map(([id, schema]) => [id, withoutHeader(schema)] as const);
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One schema for use inside the document: those with an id become references to the components. */
export function referencedSchema(schema: z.ZodType): JsonSchema {
  const id = schema.meta()?.id;
  if (id !== undefined) return { $ref: `#/components/schemas/${id}` };
  const text = JSON.stringify(withoutHeader(z.toJSONSchema(schema, WIRE_SCHEMA)));
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
}

function withoutHeader(schema: JsonSchema): JsonSchema {
  const { $id, $schema, $defs, ...rest } = schema;
  return rest;
}
