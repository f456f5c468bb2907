import type { JsonObject } from "@pragma/contract";
import { annotate } from "@pragma/language";
import { type KnownType, PLATFORM_PROVIDER } from "../../../foundation/types/index.ts";

/** When the built-in types got their present form. */
const DEFINED_AT = "2026-11-01T00:00:00.000Z";

/** The specifics of one built-in type. */
export interface BuiltInTypeFacts {
  resource: string;
  description: string;
  schema: JsonObject;
  outputsSchema: JsonObject;
  /** False if `${…}` in strings of its config is plain text. */
  stringReferences?: boolean;
}

/** A type of the platform, ready for use. */
export function builtInType({
  resource,
  description,
  schema,
  outputsSchema,
  stringReferences = true,
}: BuiltInTypeFacts): KnownType {
  return {
    provider: PLATFORM_PROVIDER,
    resource,
    version: "1",
    schema,
    schemaId: `pragma/${resource}`,
    outputsSchema,
    outputsSchemaId: `pragma/${resource}/outputs`,
    annotations: annotate(schema),
    outputAnnotations: annotate(outputsSchema),
    description,
    tags: [],
    capabilities: [],
    real: false,
    driftEvery: null,
    stringReferences,
    builtIn: true,
    leaving: false,
    createdAt: DEFINED_AT,
    updatedAt: DEFINED_AT,
  };
}
