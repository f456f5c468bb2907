import { z } from "zod";
import { deadLetterEventSchema, deletedCountSchema, retryAllResultSchema } from "../dead-letter-event.ts";
import { outboxEventSchema } from "../outbox-event.ts";
import { defineEndpoint } from "./endpoint.ts";
import { booleanParam, pageParams, textParam } from "./parameters.ts";

const tags = ["Dead letters"] as const;
const provider = textParam(63).optional();
const params = z.object({ event_id: textParam(64) });

export const listDeadLetters = defineEndpoint({
  id: "listDeadLetters",
  method: "GET",
  path: "/ops/dead-letter",
  access: "ops:read",
  tags,
  summary: "List events that failed",
  description: "Newest first.",
  query: z.object({ provider, ...pageParams }),
  responses: { 200: { description: "Dead letters", schema: z.array(deadLetterEventSchema), headers: ["Link"] } },
});

export const getDeadLetter = defineEndpoint({
  id: "getDeadLetter",
  method: "GET",
  path: "/ops/dead-letter/{event_id}",
  access: "ops:read",
  tags,
  summary: "Read one",
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
  summary: "Retry one",
  description: "Keeps the event's id, resets its attempts, and resolves the config that is wanted now.",
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
  summary: "Retry all",
  description: "Skips those whose resource is gone or not failed any more.",
  query: z.object({ provider }),
  responses: { 200: { description: "How many", schema: retryAllResultSchema } },
});

export const deleteDeadLetter = defineEndpoint({
  id: "deleteDeadLetter",
  method: "DELETE",
  path: "/ops/dead-letter/{event_id}",
  access: "ops:write",
  tags,
  summary: "Discard one",
  description: "Idempotent.",
  params,
  responses: { 204: { description: "It is gone, or never was" } },
});

export const deleteAllDeadLetters = defineEndpoint({
  id: "deleteAllDeadLetters",
  method: "DELETE",
  path: "/ops/dead-letter",
  access: "ops:write",
  tags,
  summary: "Discard many",
  description: "Needs `all=true` or `provider`.",
  query: z.object({ provider, all: booleanParam.optional() }),
  responses: { 200: { description: "How many", schema: deletedCountSchema } },
  errors: [400],
});
