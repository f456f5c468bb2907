import { z } from "zod";
import { actorSchema } from "./actor.ts";
import { jsonObjectSchema } from "./json-object.ts";
import { timestampSchema } from "./timestamp.ts";

/** Record of who did what, and when. */
export const auditEntrySchema = z
  .object({
    id: z.string(),
    timestamp: timestampSchema,
    actor: actorSchema,
    action: z.string().describe("Such as resource.apply or token.create"),
    target: z.string().describe("Id of what it was done to"),
    outcome: z.string(),
    correlation_id: z.string(),
    details: jsonObjectSchema,
  })
  .meta({ id: "AuditEntry" });
export type AuditEntry = z.infer<typeof auditEntrySchema>;
