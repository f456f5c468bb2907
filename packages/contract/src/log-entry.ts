import { z } from "zod";
import { jsonObjectSchema } from "./json-object.ts";
import { timestampSchema } from "./timestamp.ts";

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export const logLevelSchema = z.enum(LOG_LEVELS);
export type LogLevel = z.infer<typeof logLevelSchema>;

/** A line that a provider wrote about a resource. */
export const logEntrySchema = z
  .object({
    timestamp: timestampSchema,
    level: logLevelSchema,
    message: z.string(),
    metadata: jsonObjectSchema.nullable(),
  })
  .meta({ id: "LogEntry" });
export type LogEntry = z.infer<typeof logEntrySchema>;
