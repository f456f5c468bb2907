import { z } from "zod";
import { applyInputSchema } from "../apply-input.ts";
import { resourceSchema, resourceStatusSchema } from "../resource.ts";
import { resourceFilterSchema } from "../resource-fields.ts";
import { defineEndpoint } from "./endpoint.ts";
import { booleanParam, pageParams, resourceIdParam, revealParam } from "./parameters.ts";

const tags = ["Resources"] as const;

export const listResources = defineEndpoint({
  id: "listResources",
  method: "GET",
  path: "/resources/",
  access: "resources:read",
  tags,
  summary: "List resources",
  description:
    "Ordered by name, provider and type. Without `limit` the list is complete, however long it is. It is read while it is " +
    "sent: a resource that changes meanwhile appears at most once, before or after the change.",
  query: resourceFilterSchema.extend(pageParams),
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
    "Declares what a resource is to be. As `pending` it is validated and made real by its provider, after what it depends " +
    "on; as `draft`, the default, it is only stored. The answer comes at once: follow `lifecycle_state` until it is `ready` or " +
    "`failed`. Applying the same again changes nothing, and the order in which resources are applied does not matter.\n\n" +
    "A value in `config` can be taken from another resource: `${provider/resource/name.outputs.field}`. Anyone who may apply " +
    "can therefore use the values of secrets.\n\n" +
    "A new one that exceeds the organization's quota `resources` is 409 `quota_exceeded`.",
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
  description: "Sensitive values are shown as `********` unless `reveal` asks for them.",
  params: resourceIdParam,
  query: z.object({ reveal: revealParam }),
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
  description:
    "Its provider deletes the real object, and the resource is gone once that is confirmed. While others depend on it the answer " +
    "is 409 with their ids, unless `dependents` says what to do with them.",
  params: resourceIdParam,
  query: z.object({
    dependents: z
      .enum(["cascade", "detach"])
      .optional()
      .describe(
        "cascade: delete what depends on it first. detach: keep its dependents, with the values last taken from it",
      ),
    orphan: booleanParam.optional().describe("Forget it without calling the provider; the real object stays"),
  }),
  headers: ["If-Match"],
  responses: {
    200: { description: "Deletion has begun", schema: resourceSchema, headers: ["ETag"] },
    204: { description: "It is gone, or never existed" },
  },
  errors: [409, 412],
});

export const getResourceStatus = defineEndpoint({
  id: "getResourceStatus",
  method: "GET",
  path: "/resources/{id}/status",
  access: "resources:read",
  tags,
  summary: "Read the state of a resource",
  description: "Its state and error alone: the cheapest way to wait until it is `ready` or `failed`.",
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
  summary: "Cancel work on a resource",
  description:
    "While it is `pending` or `processing`; else 409. The provider is told to stop, and what it still answers is discarded. " +
    "The resource is `failed` until it is applied again.",
  params: resourceIdParam,
  responses: { 200: { description: "The resource, failed", schema: resourceSchema, headers: ["ETag"] } },
  errors: [404, 409],
});

export const discardDraft = defineEndpoint({
  id: "discardDraft",
  method: "POST",
  path: "/resources/{id}/discard",
  access: "resources:write",
  tags,
  summary: "Discard a staged draft",
  description:
    "The config that last succeeded is wanted again, with the state and the `observed_generation` from before the draft. What " +
    "it uses may have changed meanwhile: then it is updated, as it would have been. Tags, protection and owners are not part " +
    "of a draft, and stay. 409 if it is not a draft, or has never been ready.",
  params: resourceIdParam,
  headers: ["If-Match"],
  responses: { 200: { description: "The resource, as before the draft", schema: resourceSchema, headers: ["ETag"] } },
  errors: [404, 409, 412, 422],
});

export const reapplyResource = defineEndpoint({
  id: "reapplyResource",
  method: "POST",
  path: "/resources/{id}/reapply",
  access: "resources:write",
  tags,
  summary: "Apply a resource once more",
  description:
    "Sends the declared config to the provider once more, as an update, though nothing of it has changed: after an upgrade of the " +
    "provider, or when somebody changed the object by hand. Many at once: `reapply` of `POST /changes`. 409 unless it is `ready` or " +
    "`failed`, and while it is being deleted.",
  params: resourceIdParam,
  responses: { 200: { description: "The resource, pending", schema: resourceSchema, headers: ["ETag"] } },
  errors: [404, 409, 412, 422],
});

export const retryResource = defineEndpoint({
  id: "retryResource",
  method: "POST",
  path: "/resources/{id}/retry",
  access: "resources:write",
  tags,
  summary: "Retry work on a resource",
  description:
    "Between two attempts, while it is `pending` with an `error`, the next attempt starts now. When it is `failed`, its dead " +
    "letter is retried, which needs the scope ops:write; after a cancel, which leaves none, its config is applied again or its " +
    "deletion restarted. In any other state: 409.",
  params: resourceIdParam,
  responses: {
    200: { description: "The resource, pending", schema: resourceSchema, headers: ["ETag"] },
    204: { description: "It was to be deleted, and is gone" },
  },
  errors: [404, 409],
});
