import { z } from "zod";
import { actorSchema } from "./actor.ts";
import { lifecycleStateSchema } from "./lifecycle-schema.ts";
import { timestampSchema } from "./timestamp.ts";

/** One changed value, at a path into the resource such as `config.size`; sensitive values are masked. */
export const fieldChangeSchema = z
  .object({
    path: z.string(),
    before: z.unknown().describe("null where it was added"),
    after: z.unknown().describe("null where it was removed"),
  })
  .meta({ id: "FieldChange" });

/** Change of a value in an entry of a history. */
export const historyChangeSchema = fieldChangeSchema
  .extend({
    from: z
      .array(z.string())
      .optional()
      .describe(
        "At a path of `resolved_config`, in the entry of an update that a changed input caused: the references that the value " +
          "is made of, such as `pragma/config/site.outputs.url`. Long values are cut",
      ),
  })
  .meta({ id: "HistoryChange" });
export type HistoryChange = z.infer<typeof historyChangeSchema>;

/** An entry of a resource's history. */
export const historyEventSchema = z
  .object({
    id: z.string(),
    timestamp: timestampSchema,
    event_type: z
      .string()
      .describe(
        "CREATE, UPDATE or DELETE, METADATA (tags, protection, owners), RETRY, CANCEL, DISCARD (of a staged draft), STALE (a value it uses may have changed), UNCHANGED (it had not) or DRIFT (a check found something else than the one before: `before` is what is declared, `after` what was found)",
      ),
    from_state: lifecycleStateSchema.nullable(),
    to_state: lifecycleStateSchema.nullable(),
    generation: z.int(),
    changes: z.array(historyChangeSchema),
    error: z.string().nullable(),
    actor: actorSchema,
    correlation_id: z.string(),
    event_id: z.string().nullable(),
    change_id: z.string().nullable().describe("The change that caused it"),
  })
  .meta({ id: "HistoryEvent" });
export type HistoryEvent = z.infer<typeof historyEventSchema>;
