import { z } from "zod";
import { graphDirectionSchema, graphSchema } from "../graph.ts";
import { historyEventSchema } from "../history-event.ts";
import { logEntrySchema } from "../log-entry.ts";
import { resourceHealthSchema } from "../resource-health.ts";
import { resourceTypeSchema } from "../resource-type.ts";
import { timestampInputSchema } from "../timestamp.ts";
import { defineEndpoint } from "./endpoint.ts";
import { booleanParam, integerParam, pageParams, resourceIdParam, textParam } from "./parameters.ts";

const tags = ["Resources"] as const;

export const MAX_LOG_TAIL = 10_000;
export const DEFAULT_LOG_TAIL = 100;

export const listResourceTypes = defineEndpoint({
  id: "listResourceTypes",
  method: "GET",
  path: "/resources/types",
  access: "resources:read",
  tags,
  summary: "List types",
  description: "Types of the deployed providers, and the built-in ones of `pragma`.",
  query: z.object({ provider: textParam(63).optional(), ...pageParams }),
  responses: { 200: { description: "Types", schema: z.array(resourceTypeSchema), headers: ["Link"] } },
});

export const getResourceGraph = defineEndpoint({
  id: "getResourceGraph",
  method: "GET",
  path: "/resources/graph",
  access: "resources:read",
  tags,
  summary: "Read the dependency graph",
  query: z.object({
    root: textParam(455).optional().describe("Id to start from; without it the whole graph"),
    depth: integerParam(0, 10_000).optional().describe("Edges away from root; without it all"),
    direction: graphDirectionSchema
      .optional()
      .describe("upstream: what root uses; downstream: what uses it (default both)"),
  }),
  responses: { 200: { description: "Nodes and edges", schema: graphSchema } },
  errors: [404],
});

export const listResourceEvents = defineEndpoint({
  id: "listResourceEvents",
  method: "GET",
  path: "/resources/{id}/events",
  access: "resources:read",
  tags,
  summary: "List the history of a resource",
  description: "Newest first.",
  params: resourceIdParam,
  query: z.object({ ...pageParams }),
  responses: { 200: { description: "History", schema: z.array(historyEventSchema), headers: ["Link"] } },
  errors: [404],
});

export const readResourceLogs = defineEndpoint({
  id: "readResourceLogs",
  method: "GET",
  path: "/resources/{id}/logs",
  access: "resources:read",
  tags,
  summary: "Read what the provider logged",
  description: "With `follow=true` the answer is a stream of server-sent events, `event: log`, each a LogEntry.",
  params: resourceIdParam,
  query: z.object({
    since: timestampInputSchema.optional(),
    tail: integerParam(1, MAX_LOG_TAIL).optional().describe("Last lines only (100)"),
    follow: booleanParam.optional(),
  }),
  responses: {
    200: { description: "Log entries, oldest first", schema: z.array(logEntrySchema), orEventStream: true },
  },
  errors: [404],
});

export const checkResourceHealth = defineEndpoint({
  id: "checkResourceHealth",
  method: "GET",
  path: "/resources/{id}/health",
  access: "resources:read",
  tags,
  summary: "Ask the provider how the real thing is",
  params: resourceIdParam,
  responses: { 200: { description: "Health", schema: resourceHealthSchema } },
  errors: [404, 502, 504],
});
