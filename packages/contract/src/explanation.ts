import { z } from "zod";
import { errorKindSchema } from "./error-kind.ts";
import { CAUSES } from "./explanation-values.ts";
import { lifecycleStateSchema } from "./lifecycle-schema.ts";
import { timestampSchema } from "./timestamp.ts";
import { uuidSchema } from "./uuid.ts";

export * from "./explanation-values.ts";

const explainedResourceSchema = z
  .object({
    id: z.string(),
    key: z.string().describe("`provider/resource/name`"),
    lifecycle_state: lifecycleStateSchema.nullable().describe("null if it does not exist"),
    cause: z
      .enum(CAUSES)
      .describe(
        "What keeps it. failed: for good, or cancelled; unfit: its connection is of another provider; unserved: no provider serves its " +
          "type; absent: nothing declares it; unapplied: a draft; retrying: an attempt failed, and another follows; running: its provider " +
          "works on it; ending: its provider has yet to stop working on a cancelled event; queued: its turn comes; waits: for the next of the way",
      ),
    unfit_connection: z
      .string()
      .nullable()
      .describe("Key of the connection of another provider that it names, if that is the cause"),
    deleting: z.boolean(),
    error: z.string().nullable().describe("Of its last attempt, if that failed"),
    error_kind: errorKindSchema,
    since: timestampSchema.nullable().describe("When it entered its state"),
    event_id: uuidSchema.nullable().describe("The event that it waits for"),
    attempt: z
      .int()
      .nullable()
      .describe("How often that event was handed to the provider: 0 if not yet, null if there is none"),
    next_attempt_at: timestampSchema.nullable().describe("When the next attempt is due, if it is not yet"),
  })
  .meta({ id: "ExplainedResource", description: "A resource on the way to a root cause, and what keeps it" });
export type ExplainedResource = z.infer<typeof explainedResourceSchema>;

/** Why a resource is not ready or, if it is being deleted, not gone yet. */
export const explanationSchema = z
  .object({
    way: z
      .array(explainedResourceSchema)
      .describe("From the resource itself down to the root cause. Empty if nothing keeps it: it is ready"),
    others: z.int().describe("How many more causes of the same kind there are"),
    truncated: z.boolean().describe("It waits for more than the 1,000 resources that are looked at"),
    max_attempts: z.int().describe("After so many attempts an event fails for good"),
  })
  .meta({ id: "Explanation" });
export type Explanation = z.infer<typeof explanationSchema>;
