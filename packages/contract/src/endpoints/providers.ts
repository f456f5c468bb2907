import { z } from "zod";
import { deploymentPreviewInputSchema, deploymentPreviewSchema } from "../deployment-preview.ts";
import { discoveredSchema, discoverInputSchema } from "../discovery.ts";
import { providerNameSchema } from "../names.ts";
import {
  buildInfoSchema,
  deployInputSchema,
  providerDeletionSchema,
  providerStatusSchema,
  providerSummarySchema,
  pushResultSchema,
} from "../provider.ts";
import { defineEndpoint } from "./endpoint.ts";
import { booleanParam, pageParams, textParam } from "./parameters.ts";

const tags = ["Providers"] as const;
const params = z.object({
  provider_id: providerNameSchema.meta({ description: "Name of the provider", examples: ["notes"] }),
});
const buildParams = params.extend({
  version: textParam(64).meta({
    description: "As the push answered it: YYYYMMDD.HHMMSS in UTC",
    examples: ["20261125.093000"],
  }),
});

export const listProviders = defineEndpoint({
  id: "listProviders",
  method: "GET",
  path: "/providers/",
  access: "providers:read",
  tags,
  summary: "List providers",
  description: "Those the organization pushed and those shipped with the product, by name.",
  query: z.object({ ...pageParams }),
  responses: { 200: { description: "Providers", schema: z.array(providerSummarySchema), headers: ["Link"] } },
});

export const pushProvider = defineEndpoint({
  id: "pushProvider",
  method: "POST",
  path: "/providers/{provider_id}/push",
  access: "providers:write",
  tags,
  summary: "Push the source of a provider",
  description:
    "Queues a build: follow its log, and deploy it when it is good. The archive holds the provider's package, at its root or in " +
    "a single folder; `pragma.provider` in its `package.json` is the provider pushed to. More builds at once than the " +
    "organization's quota `builds` allows are 429 `quota`, more versions than `versions` allows 409 `quota_exceeded`.",
  params,
  body: {
    contentType: "multipart/form-data",
    field: "code",
    large: true,
    description: "The source, as a gzip-compressed tar: 50 MiB, and 200 MiB in 20,000 files unpacked",
  },
  responses: { 202: { description: "The build is queued", schema: pushResultSchema } },
  errors: [400, 409, 413, 415],
});

export const listBuilds = defineEndpoint({
  id: "listBuilds",
  method: "GET",
  path: "/providers/{provider_id}/builds",
  access: "providers:read",
  tags,
  summary: "List the last builds",
  description: "The last 10 versions that were pushed, newest first.",
  params,
  responses: { 200: { description: "Builds", schema: z.array(buildInfoSchema) } },
  errors: [404],
});

const buildEndpoint = {
  method: "GET",
  access: "providers:read",
  tags,
  summary: "Read a build",
  description: "Whether a version was built, and why not if it failed.",
  params: buildParams,
  responses: { 200: { description: "The build", schema: buildInfoSchema } },
  errors: [404],
} as const;

export const getBuild = defineEndpoint({
  ...buildEndpoint,
  id: "getBuild",
  path: "/providers/{provider_id}/builds/{version}",
});

export const getVersion = defineEndpoint({
  ...buildEndpoint,
  id: "getVersion",
  path: "/providers/{provider_id}/versions/{version}",
  summary: "Read a version",
  description: "The same as the build of that version.",
});

export const readBuildLogs = defineEndpoint({
  id: "readBuildLogs",
  method: "GET",
  path: "/providers/{provider_id}/builds/{version}/logs",
  access: "providers:read",
  tags,
  summary: "Read the log of a build",
  description: "While the build runs, the answer goes on with what is written, and ends with the build. At most 1 MiB.",
  params: buildParams,
  responses: { 200: { description: "The log, in UTF-8", contentType: "text/plain", schema: z.string() } },
  errors: [404],
});

export const discover = defineEndpoint({
  id: "discover",
  method: "POST",
  path: "/providers/{provider_id}/discover",
  access: "resources:write",
  writesNothing: true,
  tags,
  summary: "List what exists already",
  description:
    "Asks the provider which things of a type there are, in parts of at most 100: what `adopt` of a document takes over, and which " +
    "resource manages it already. Counts as five requests of the rate limit. 409 if the connection was never ready; 504 if there is no " +
    "answer within 30 s, 502 if the provider fails. Takes no `Idempotency-Key`.",
  params,
  body: { contentType: "application/json", schema: discoverInputSchema },
  responses: { 200: { description: "What there is", schema: discoveredSchema } },
  errors: [404, 409, 502, 504],
});

export const deployProvider = defineEndpoint({
  id: "deployProvider",
  method: "POST",
  path: "/providers/{provider_id}/deploy",
  access: "providers:write",
  tags,
  summary: "Deploy a provider",
  description:
    "Has a version serve: the newest good build, unless the body names another. An older one is a rollback. The version " +
    "before it serves until the new one has started well. 409 with the ids of existing resources whose config the new " +
    "version would refuse, unless `force` is set.",
  params,
  body: { contentType: "application/json", schema: deployInputSchema, optional: true },
  responses: { 202: { description: "The deployment is queued", schema: providerStatusSchema } },
  errors: [404, 409],
});

export const previewDeployment = defineEndpoint({
  id: "previewDeployment",
  method: "POST",
  path: "/providers/{provider_id}/deploy/preview",
  access: "providers:write",
  writesNothing: true,
  tags,
  summary: "Preview a deployment",
  description:
    "Which types differ between a version and the one that serves, and which existing resources its schemas break, with " +
    "those that break for the same reason as one. Nothing is stored. Takes no `Idempotency-Key`.",
  params,
  body: { contentType: "application/json", schema: deploymentPreviewInputSchema, optional: true },
  responses: { 200: { description: "What a deployment would do", schema: deploymentPreviewSchema } },
  errors: [404, 409],
});

export const getDeployment = defineEndpoint({
  id: "getDeployment",
  method: "GET",
  path: "/providers/{provider_id}/deployment",
  access: "providers:read",
  tags,
  summary: "Read the deployment of a provider",
  description: "How it stands with the version deployed last.",
  params,
  responses: { 200: { description: "The deployment", schema: providerStatusSchema } },
  errors: [404],
});

export const deleteProvider = defineEndpoint({
  id: "deleteProvider",
  method: "DELETE",
  path: "/providers/{provider_id}",
  access: "providers:write",
  tags,
  summary: "Delete a provider",
  description:
    "Everything that the organization pushed of it; one that is shipped with the product serves again. While it has resources " +
    "the answer is 409 with their ids, unless `cascade` is set: then their deletion begins, and the provider goes with the last. " +
    "Repeating it is safe.",
  params,
  query: z.object({
    cascade: booleanParam.optional().describe("Delete its resources first; needs resources:write"),
  }),
  responses: { 200: { description: "What was deleted", schema: providerDeletionSchema } },
  errors: [409],
});
