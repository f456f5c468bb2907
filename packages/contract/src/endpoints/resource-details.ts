import { z } from "zod";
import { resourceDriftSchema } from "../drift-schema.ts";
import { explanationSchema } from "../explanation.ts";
import { graphDirectionSchema, graphSchema } from "../graph.ts";
import { historyEventSchema } from "../history-event.ts";
import { resourceLogEntrySchema } from "../log-entry.ts";
import { resourceFacetsSchema } from "../resource-facets.ts";
import { resourceFilterSchema } from "../resource-fields.ts";
import { resourceHealthSchema } from "../resource-health.ts";
import { resourceTypeSchema } from "../resource-type.ts";
import { timestampInputSchema } from "../timestamp.ts";
import { uuidSchema } from "../uuid.ts";
import { MAX_GENERATION, versionComparisonSchema } from "../version-comparison.ts";
import { defineEndpoint } from "./endpoint.ts";
import { booleanParam, integerParam, pageParams, resourceIdParam, revealParam, textParam } from "./parameters.ts";

const tags = ["Resources"] as const;

export const MAX_LOG_TAIL = 10_000;
export const DEFAULT_LOG_TAIL = 100;
/** The largest number that is stored. */
export const MAX_ATTEMPT = 2_147_483_647;

export const listResourceTypes = defineEndpoint({
  id: "listResourceTypes",
  method: "GET",
  path: "/resources/types",
  access: "resources:read",
  tags,
  summary: "List the types of resources",
  description:
    "What can be applied: the types of the deployed providers, and the built-in ones of `pragma`, each with the JSON Schemas " +
    "of its config and its outputs.",
  query: z.object({ provider: textParam(63).optional().describe("Only of this provider"), ...pageParams }),
  responses: { 200: { description: "Types", schema: z.array(resourceTypeSchema), headers: ["Link"] } },
});

export const getResourceFacets = defineEndpoint({
  id: "getResourceFacets",
  method: "GET",
  path: "/resources/facets",
  access: "resources:read",
  tags,
  summary: "Count resources by type, state, tag and set",
  description:
    "Takes the filters of the list. Without any, the numbers may be a few seconds old in a large organization.",
  query: resourceFilterSchema,
  responses: { 200: { description: "The counts", schema: resourceFacetsSchema } },
});

export const getResourceGraph = defineEndpoint({
  id: "getResourceGraph",
  method: "GET",
  path: "/resources/graph",
  access: "resources:read",
  tags,
  summary: "Read the dependency graph",
  description:
    "Which resources use which, and which own which: all of them, or those around one. A graph of more than 5,000 nodes (the " +
    "operator may set another limit) is answered 422: ask for a part of it with `root` and `depth`.",
  query: z.object({
    root: textParam(455).optional().describe("Id of the resource to start from; without it the whole graph"),
    depth: integerParam(0, 10_000, 2).optional().describe("How many edges to go from root; without it all the way"),
    direction: graphDirectionSchema
      .optional()
      .describe("upstream: what root uses; downstream: what uses it (default both)"),
  }),
  responses: { 200: { description: "Nodes and edges", schema: graphSchema } },
  errors: [404],
});

export const explainResource = defineEndpoint({
  id: "explainResource",
  method: "GET",
  path: "/resources/{id}/explanation",
  access: "resources:read",
  tags,
  summary: "Explain why a resource is not ready",
  description:
    "Follows what it waits for, or what its deletion waits for, down to the root cause: of several, what needs a person the most and is " +
    "the nearest.",
  params: resourceIdParam,
  responses: { 200: { description: "The way to the root cause", schema: explanationSchema } },
  errors: [404],
});

export const listResourceEvents = defineEndpoint({
  id: "listResourceEvents",
  method: "GET",
  path: "/resources/{id}/events",
  access: "resources:read",
  tags,
  summary: "List the history of a resource",
  description: "What was changed by whom, and which states it went through; newest first.",
  params: resourceIdParam,
  query: z.object({ ...pageParams }),
  responses: { 200: { description: "History", schema: z.array(historyEventSchema), headers: ["Link"] } },
  errors: [404],
});

export const compareVersions = defineEndpoint({
  id: "compareVersions",
  method: "GET",
  path: "/resources/{id}/compare",
  access: "resources:read",
  tags,
  summary: "Compare two versions of a resource",
  description:
    "How the config and the dependencies of one generation differ from those of another, as they were written; either may be the " +
    "older one. Found by undoing the history: 409 if that does not reach back.",
  params: resourceIdParam,
  query: z.object({
    from: integerParam(1, MAX_GENERATION, 1).optional().describe("A generation; the one before `to` if left out"),
    to: integerParam(1, MAX_GENERATION, 2).optional().describe("Another one; the current one if left out"),
  }),
  responses: { 200: { description: "What differs", schema: versionComparisonSchema } },
  errors: [404, 409],
});

export const readResourceLogs = defineEndpoint({
  id: "readResourceLogs",
  method: "GET",
  path: "/resources/{id}/logs",
  access: "resources:read",
  tags,
  summary: "Read the log of a resource",
  description:
    "What its provider wrote while it worked on it. With `event_id` or `attempt`, without the log of the real thing, which names neither. With `follow=true` the answer is a stream of server-sent events, `event: log`, each a LogEntry.",
  params: resourceIdParam,
  query: z.object({
    since: timestampInputSchema.optional().describe("Only lines from this time on"),
    tail: integerParam(1, MAX_LOG_TAIL, DEFAULT_LOG_TAIL)
      .optional()
      .describe("As many of the last lines; 100 if left out"),
    event_id: uuidSchema.optional().describe("Only lines that were written for this event"),
    attempt: integerParam(1, MAX_ATTEMPT)
      .optional()
      .describe("Only lines that were written in the attempt of this number; with `event_id`, of that event"),
    follow: booleanParam.optional().describe("Go on with new lines as they are written"),
  }),
  responses: {
    200: { description: "Log entries, oldest first", schema: z.array(resourceLogEntrySchema), orEventStream: true },
  },
  errors: [404],
});

export const checkResourceHealth = defineEndpoint({
  id: "checkResourceHealth",
  method: "GET",
  path: "/resources/{id}/health",
  access: "resources:read",
  tags,
  summary: "Check the health of a resource",
  description:
    "Asks its provider about the health of the real object, now. 404 if the type has no such check, 504 if there is no answer within 10 s, " +
    "502 if the check itself fails.",
  params: resourceIdParam,
  responses: { 200: { description: "Health", schema: resourceHealthSchema } },
  errors: [404, 502, 504],
});

export const getResourceDrift = defineEndpoint({
  id: "getResourceDrift",
  method: "GET",
  path: "/resources/{id}/drift",
  access: "resources:read",
  tags,
  summary: "Read how the real object differs from what is declared",
  description:
    "What the last check found. Sensitive values are shown as `********` unless `reveal` asks for them. Nothing is checked for this.",
  params: resourceIdParam,
  query: z.object({ reveal: revealParam }),
  responses: { 200: { description: "What was found", schema: resourceDriftSchema } },
  errors: [404],
});

export const checkResourceDrift = defineEndpoint({
  id: "checkResourceDrift",
  method: "POST",
  path: "/resources/{id}/drift/check",
  access: "resources:write",
  writesNothing: true,
  tags,
  summary: "Check the real object for drift",
  description:
    "Asks its provider what the real object is like, now, and answers with what that found. Counts as five requests of the rate limit. " +
    "404 if the type has neither `read` nor `observe`; 409 while the resource is pending, processing, being deleted or paused, and if it was " +
    "never provisioned; 504 if there is no answer within 30 s, 502 if the provider fails. Takes no `Idempotency-Key`.",
  params: resourceIdParam,
  responses: { 200: { description: "What was found", schema: resourceDriftSchema } },
  errors: [404, 409, 502, 504],
});
