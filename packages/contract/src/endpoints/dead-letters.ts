import { z } from "zod";
import { deadLetterEventSchema, deletedCountSchema, retryAllResultSchema } from "../dead-letter-event.ts";
import { outboxEventSchema } from "../outbox-event.ts";
import { defineEndpoint } from "./endpoint.ts";
import { booleanParam, pageParams, textParam } from "./parameters.ts";

const tags = ["Dead letters"] as const;
const provider = textParam(63).optional().describe("Only of this provider");
const params = z.object({ event_id: textParam(64).describe("`event_id` of the dead letter") });

export const listDeadLetters = defineEndpoint({
  id: "listDeadLetters",
  method: "GET",
  path: "/ops/dead-letter",
  access: "ops:read",
  tags,
  summary: "List failed events",
  description: "Events that failed for good, one for each resource that is `failed` because of it; newest first.",
  query: z.object({ provider, ...pageParams }),
  responses: { 200: { description: "Dead letters", schema: z.array(deadLetterEventSchema), headers: ["Link"] } },
});

export const getDeadLetter = defineEndpoint({
  id: "getDeadLetter",
  method: "GET",
  path: "/ops/dead-letter/{event_id}",
  access: "ops:read",
  tags,
  summary: "Read a failed event",
  description: "What was to be done, with which config, and why it failed at last.",
  params,
  responses: { 200: { description: "The dead letter", schema: deadLetterEventSchema } },
  errors: [404],
});

export const retryDeadLetter = defineEndpoint({
  id: "retryDeadLetter",
  method: "POST",
  path: "/ops/dead-letter/{event_id}/retry",
  access: "ops:write",
  tags,
  summary: "Retry a failed event",
  description:
    "Queues it again under the same id, with all its attempts, for the config that its resource has now. 404 if the resource " +
    "is gone, 409 if it is no longer `failed`.",
  params,
  responses: { 200: { description: "The event, queued again", schema: outboxEventSchema } },
  errors: [404, 409],
});

export const retryAllDeadLetters = defineEndpoint({
  id: "retryAllDeadLetters",
  method: "POST",
  path: "/ops/dead-letter/retry-all",
  access: "ops:write",
  tags,
  summary: "Retry all failed events",
  description: "All, or those of one provider. Skips those whose resource is gone or no longer failed.",
  query: z.object({ provider }),
  responses: {
    200: { description: "How many were queued again, and how many were skipped", schema: retryAllResultSchema },
  },
});

export const deleteDeadLetter = defineEndpoint({
  id: "deleteDeadLetter",
  method: "DELETE",
  path: "/ops/dead-letter/{event_id}",
  access: "ops:write",
  tags,
  summary: "Discard a failed event",
  description: "Its resource stays as it is, `failed`.",
  params,
  responses: { 204: { description: "It is gone, or never existed" } },
});

export const deleteAllDeadLetters = defineEndpoint({
  id: "deleteAllDeadLetters",
  method: "DELETE",
  path: "/ops/dead-letter",
  access: "ops:write",
  tags,
  summary: "Discard all failed events",
  description: "Say which: `all=true`, or `provider` for those of one provider.",
  query: z.object({ provider, all: booleanParam.optional().describe("Those of all providers") }),
  responses: { 200: { description: "How many were discarded", schema: deletedCountSchema } },
  errors: [400],
});
