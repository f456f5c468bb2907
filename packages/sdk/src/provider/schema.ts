import { z } from "zod";
import type { JsonObject } from "./context.ts";
import type { HandlerName, ResourceDefinition } from "./resource.ts";

const OPTIONAL_HANDLERS = ["read", "observe", "identity", "import", "list", "plan", "logs", "health"] as const;

/** A type of resource as the platform sees it, all of it JSON. */
export interface ResourceDescription {
  description: string | null;
  tags: string[];
  /** JSON Schema 2020-12 of what a client writes. */
  schema: JsonObject;
  /** JSON Schema 2020-12 of what the handlers return, once parsed. */
  outputs_schema: JsonObject;
  methods: HandlerName[];
  /** Resources of this type are connections: the provider's other resources name them. */
  connection?: boolean | undefined;
  /** False if there is no thing outside of the platform. */
  real?: boolean | undefined;
  /** How often resources of this type are checked for drift, in seconds. */
  drift?: { every: number } | undefined;
}

/**
 * Describes one type for the platform. Objects that zod would silently strip of unknown keys are closed in the config
 * schema, so that a misspelled key is refused where the user can see it.
 *
 * @throws TypeError when a schema has no JSON Schema form (a Date, a bigint, a transform in outputs).
 */
export function describeResource(name: string, definition: ResourceDefinition): ResourceDescription {
  return {
    description: definition.description ?? null,
    tags: [...(definition.tags ?? [])],
    schema: toJsonSchema(definition.config, "input", `${name}: config`),
    outputs_schema: toJsonSchema(definition.outputs, "output", `${name}: outputs`),
    methods: ["create", "update", "delete", ...OPTIONAL_HANDLERS.filter((method) => definition[method] !== undefined)],
    ...(definition.real === false && { real: false }),
    ...(definition.drift && { drift: { every: definition.drift.every } }),
  };
}

function toJsonSchema(schema: z.ZodType, io: "input" | "output", where: string): JsonObject {
  try {
    return { ...z.toJSONSchema(schema, { io, target: "draft-2020-12", override: closeStrippingObject }) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TypeError(`${where} cannot be written as JSON Schema: ${reason}`, { cause: error });
  }
}

function closeStrippingObject({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: JsonObject;
}): void {
  const { def } = zodSchema._zod;
  if (def.type === "object" && def.catchall === undefined) jsonSchema.additionalProperties = false;
}
