import { z } from "zod";
import { lifecycleStateSchema } from "./lifecycle-schema.ts";
import { shownShape } from "./resource-fields.ts";

/** A resource as shown in answers: contract section 3. Sensitive values are `********` unless revealed. */
export const resourceSchema = z.object(shownShape).meta({
  id: "Resource",
  examples: [
    {
      id: "resource:pragma_config_hello",
      provider: "pragma",
      resource: "config",
      name: "hello",
      connection: null,
      config: { data: { greeting: "Hello" } },
      resolved_config: { data: { greeting: "Hello" } },
      dependencies: [],
      owner_references: [],
      outputs: { greeting: "Hello" },
      error: null,
      error_kind: null,
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
      handling: null,
      drift: "unknown",
      identity: null,
      tags: ["example"],
      set: null,
      change_id: null,
      created_at: "2026-11-25T09:30:00.284Z",
      updated_at: "2026-11-25T09:30:00.304Z",
    },
  ],
});
export type Resource = z.infer<typeof resourceSchema>;

/** The answer of the inexpensive status poll. */
export const resourceStatusSchema = z
  .object({ resource_id: z.string(), lifecycle_state: lifecycleStateSchema, error: z.string().nullable() })
  .meta({
    id: "ResourceStatus",
    examples: [{ resource_id: "resource:pragma_config_hello", lifecycle_state: "ready", error: null }],
  });
export type ResourceStatus = z.infer<typeof resourceStatusSchema>;
