import { z } from "zod";
import { errorKindSchema } from "./error-kind.ts";
import { eventTypeSchema } from "./event-type.ts";
import { jsonObjectSchema } from "./json-object.ts";
import { timestampSchema } from "./timestamp.ts";

/** An event that failed for good. `payload` is the config that was handed over, masked. */
export const deadLetterEventSchema = z
  .object({
    event_id: z.string(),
    id: z.string().describe("The same value as event_id"),
    provider: z.string(),
    resource_type: z.string(),
    resource_name: z.string(),
    event_type: eventTypeSchema,
    payload: jsonObjectSchema,
    error_message: z.string(),
    error_kind: errorKindSchema,
    attempt_count: z.int(),
    failed_at: timestampSchema,
    correlation_id: z.string(),
    change_id: z.string().nullable().describe("The change that caused it"),
  })
  .meta({ id: "DeadLetterEvent" });
export type DeadLetterEvent = z.infer<typeof deadLetterEventSchema>;

export const retryAllResultSchema = z
  .object({ retried_count: z.int(), skipped_count: z.int() })
  .meta({ id: "RetryAllResult" });
export const deletedCountSchema = z.object({ deleted_count: z.int() }).meta({ id: "DeletedCount" });
