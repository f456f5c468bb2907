import { z } from "zod";
import { lifecycleStateSchema } from "./lifecycle-schema.ts";
import { timestampSchema } from "./timestamp.ts";

/** The data of `event: state_change` on `/events/stream`. */
export const stateChangeSchema = z
  .object({
    id: z.string().describe("Follows commit order; hand it back as Last-Event-ID"),
    resource_id: z.string(),
    provider: z.string(),
    resource: z.string(),
    name: z.string(),
    lifecycle_state: lifecycleStateSchema.nullable().describe("null once the resource is gone"),
    generation: z.int(),
    error: z.string().nullable(),
    updated_at: timestampSchema,
  })
  .meta({ id: "StateChange" });
export type StateChange = z.infer<typeof stateChangeSchema>;
