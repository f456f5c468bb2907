import { z } from "zod";
import { eventTypeSchema } from "./event-type.ts";
import { jsonObjectSchema } from "./json-object.ts";
import { timestampSchema } from "./timestamp.ts";

/** One task for a provider. `payload` is null until its references are resolved. */
export const outboxEventSchema = z
  .object({
    event_id: z.string(),
    provider: z.string(),
    resource_type: z.string(),
    resource_name: z.string(),
    event_type: eventTypeSchema,
    payload: jsonObjectSchema.nullable(),
    previous_config: jsonObjectSchema.nullable(),
    correlation_id: z.string(),
    status: z.enum(["pending", "published"]).describe("published once handed to the provider"),
    created_at: timestampSchema,
    published_at: timestampSchema.nullable(),
  })
  .meta({ id: "OutboxEvent" });
export type OutboxEvent = z.infer<typeof outboxEventSchema>;
