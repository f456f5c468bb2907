import { z } from "zod";
import { applyInputSchema } from "../apply-input.ts";
import { lifecycleStateSchema } from "../lifecycle.ts";
import { resourceSchema, resourceStatusSchema } from "../resource.ts";
import { defineEndpoint } from "./endpoint.ts";
import { booleanParam, pageParams, repeatableParam, resourceIdParam, textParam } from "./parameters.ts";

const tags = ["Resources"] as const;

export const listResources = defineEndpoint({
  id: "listResources",
  method: "GET",
  path: "/resources/",
  access: "resources:read",
  tags,
  summary: "List resources",
  description:
    "Ordered by name, provider and type. Complete and streamed by default: each row at most once, without promising a snapshot.",
  query: z.object({
    provider: textParam(63).optional(),
    resource: textParam(128).optional(),
    tags: repeatableParam(textParam(256)).optional().describe("All must match"),
    lifecycle_state: lifecycleStateSchema.optional(),
    q: textParam(256).optional().describe("Part of the name, type or provider"),
    ...pageParams,
  }),
  responses: { 200: { description: "Resources", schema: z.array(resourceSchema), headers: ["Link"] } },
});

export const applyResource = defineEndpoint({
  id: "applyResource",
  method: "POST",
  path: "/resources/apply",
  access: "resources:write",
  tags,
  summary: "Create or change a resource",
  description:
    "Idempotent and independent of order: absent dependencies are waited for. `resources:write` is permission to use secrets.",
  headers: ["If-Match", "If-None-Match"],
  body: { contentType: "application/json", schema: applyInputSchema },
  responses: { 200: { description: "The resource as it is now", schema: resourceSchema, headers: ["ETag"] } },
  errors: [409, 412, 413, 415],
});

export const getResource = defineEndpoint({
  id: "getResource",
  method: "GET",
  path: "/resources/{id}",
  access: "resources:read",
  tags,
  summary: "Read a resource",
  params: resourceIdParam,
  query: z.object({
    reveal: booleanParam.optional().describe("Show sensitive values; needs secrets:reveal, and is audited"),
  }),
  headers: ["If-None-Match"],
  responses: {
    200: { description: "The resource", schema: resourceSchema, headers: ["ETag"] },
    304: { description: "It still has the entity tag of If-None-Match" },
  },
  errors: [404],
});

export const deleteResource = defineEndpoint({
  id: "deleteResource",
  method: "DELETE",
  path: "/resources/{id}",
  access: "resources:write",
  tags,
  summary: "Delete a resource",
  description: "The row goes only when its provider confirms that the real thing is gone.",
  params: resourceIdParam,
  query: z.object({
    dependents: z
      .enum(["cascade", "detach"])
      .optional()
      .describe("cascade deletes dependents first; detach gives them the last values"),
    orphan: booleanParam.optional().describe("Forget it without calling the provider"),
  }),
  headers: ["If-Match"],
  responses: {
    200: { description: "Deletion has begun", schema: resourceSchema, headers: ["ETag"] },
    204: { description: "It is gone, or never was" },
  },
  errors: [409, 412],
});

export const getResourceStatus = defineEndpoint({
  id: "getResourceStatus",
  method: "GET",
  path: "/resources/{id}/status",
  access: "resources:read",
  tags,
  summary: "Poll the state of a resource",
  params: resourceIdParam,
  responses: { 200: { description: "Its state", schema: resourceStatusSchema } },
  errors: [404],
});

export const cancelResource = defineEndpoint({
  id: "cancelResource",
  method: "POST",
  path: "/resources/{id}/cancel",
  access: "resources:write",
  tags,
  summary: "Cancel what is under way",
  description: "Only while pending or processing. Leaves no dead letter; any later result is discarded.",
  params: resourceIdParam,
  responses: { 200: { description: "The resource, failed", schema: resourceSchema, headers: ["ETag"] } },
  errors: [404, 409],
});
