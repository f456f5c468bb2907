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
  summary: "List who did what when",
  description: "Newest first, paged: 100 at a time unless `limit` says otherwise.",
  query: z.object({
    actor: text.describe("Id or name"),
    action: text,
    target: text,
    since: timestampInputSchema.optional(),
    until: timestampInputSchema.optional(),
    ...pageParams,
  }),
  responses: { 200: { description: "Audit entries", schema: z.array(auditEntrySchema), headers: ["Link"] } },
});
