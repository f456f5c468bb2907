import { z } from "zod";
import { conditionSchema } from "./condition.ts";
import { jsonObjectSchema } from "./json-object.ts";
import { lifecycleStateSchema } from "./lifecycle.ts";
import { providerNameSchema, resourceNameSchema, resourceRefSchema, resourceTypeNameSchema } from "./names.ts";
import { timestampSchema } from "./timestamp.ts";

/** A resource as answers show it: contract section 3. Sensitive values are `********` unless revealed. */
export const resourceSchema = z
  .object({
    id: z.string().describe("`resource:{provider}_{resource}_{name}`"),
    provider: providerNameSchema,
    resource: resourceTypeNameSchema,
    name: resourceNameSchema,
    config: jsonObjectSchema.describe("Desired settings, references kept as written"),
    resolved_config: jsonObjectSchema
      .nullable()
      .describe("config with references replaced; null until the dependencies are ready"),
    dependencies: z.array(resourceRefSchema).describe("Explicit ones, and those found in references"),
    owner_references: z.array(resourceRefSchema).describe("It goes when its last owner goes"),
    outputs: jsonObjectSchema.describe("Values that others may reference"),
    error: z.string().nullable().describe("Why it failed, or the last failed attempt"),
    lifecycle_state: lifecycleStateSchema,
    conditions: z.array(conditionSchema),
    generation: z.int().describe("Wanted revision of config"),
    observed_generation: z.int().describe("Last settled revision of config"),
    pending_event_id: z.string().nullable().describe("The event whose result is awaited"),
    provisioned: z.boolean().describe("It was created at least once"),
    deletion_protected: z.boolean().describe("Delete answers 409 while true"),
    tags: z.array(z.string()).nullable(),
    created_at: timestampSchema,
    updated_at: timestampSchema,
  })
  .meta({
    id: "Resource",
    examples: [
      {
        id: "resource:pragma_config_hello",
        provider: "pragma",
        resource: "config",
        name: "hello",
        config: { data: { greeting: "Hello" } },
        resolved_config: { data: { greeting: "Hello" } },
        dependencies: [],
        owner_references: [],
        outputs: { greeting: "Hello" },
        error: null,
        lifecycle_state: "ready",
        conditions: [
          {
            type: "Ready",
            status: "True",
            reason: "Ready",
            message: "The provider reported success",
            last_transition_time: "2026-11-25T09:30:00.304Z",
          },
        ],
        generation: 1,
        observed_generation: 1,
        pending_event_id: null,
        provisioned: true,
        deletion_protected: false,
        tags: ["example"],
        created_at: "2026-11-25T09:30:00.284Z",
        updated_at: "2026-11-25T09:30:00.304Z",
      },
    ],
  });
export type Resource = z.infer<typeof resourceSchema>;

/** The answer of the cheap poll. */
export const resourceStatusSchema = z
  .object({ resource_id: z.string(), lifecycle_state: lifecycleStateSchema, error: z.string().nullable() })
  .meta({
    id: "ResourceStatus",
    examples: [{ resource_id: "resource:pragma_config_hello", lifecycle_state: "ready", error: null }],
  });
export type ResourceStatus = z.infer<typeof resourceStatusSchema>;
