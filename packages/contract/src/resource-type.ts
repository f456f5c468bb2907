import { z } from "zod";
import { jsonObjectSchema } from "./json-object.ts";
import { timestampSchema } from "./timestamp.ts";

/** A type that resources can have. Schemas are JSON Schema 2020-12. */
export const resourceTypeSchema = z
  .object({
    provider: z.string(),
    resource: z.string(),
    schema: jsonObjectSchema,
    outputs_schema: jsonObjectSchema,
    string_references: z
      .boolean()
      .describe("Whether `${…}` in the strings of a config are references; otherwise strings are literal, objects are"),
    description: z.string().nullable(),
    tags: z.array(z.string()),
    created_at: timestampSchema,
    updated_at: timestampSchema,
  })
  .meta({ id: "ResourceType" });
export type ResourceType = z.infer<typeof resourceTypeSchema>;
