import { z } from "zod";
import { jsonObjectSchema } from "./json-object.ts";
import { LOG_LEVELS } from "./log-levels.ts";
import { timestampSchema } from "./timestamp.ts";

export * from "./log-levels.ts";

export const logLevelSchema = z.enum(LOG_LEVELS);
export type LogLevel = z.infer<typeof logLevelSchema>;

/** A line that a provider wrote. */
export const logEntrySchema = z.object({
  timestamp: timestampSchema,
  level: logLevelSchema,
  message: z.string(),
  metadata: jsonObjectSchema.nullable(),
});
export type LogEntry = z.infer<typeof logEntrySchema>;

/** A line of a resource's log. */
export const resourceLogEntrySchema = logEntrySchema
  .extend({
    /** Where the request that led to it was part of a trace. */
    trace_id: z.string().optional(),
  })
  .meta({ id: "LogEntry" });
export type ResourceLogEntry = z.infer<typeof resourceLogEntrySchema>;
