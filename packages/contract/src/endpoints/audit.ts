import { z } from "zod";
import { auditEntrySchema } from "../audit-entry.ts";
import { timestampInputSchema } from "../timestamp.ts";
import { defineEndpoint } from "./endpoint.ts";
import { pageParams, textParam } from "./parameters.ts";

const text = textParam(512).optional();

export const listAudit = defineEndpoint({
  id: "listAudit",
  method: "GET",
  path: "/audit",
  access: "audit:read",
  tags: ["Audit"],
  summary: "List the audit log",
  description: "Who did what when, newest first. Paged: 100 at a time unless `limit` says otherwise.",
  query: z.object({
    actor: text.describe("Only by this one: an id or a name"),
    action: text.describe("Only this action, such as `resource.apply`"),
    target: text.describe("Only what was done to this: an id"),
    since: timestampInputSchema.optional().describe("Only from this time on"),
    until: timestampInputSchema.optional().describe("Only before this time"),
    ...pageParams,
  }),
  responses: { 200: { description: "Audit entries", schema: z.array(auditEntrySchema), headers: ["Link"] } },
});
