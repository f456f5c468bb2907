import { z } from "zod";
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
const params = z.object({ provider_id: providerNameSchema });
const buildParams = params.extend({ version: textParam(64).describe("YYYYMMDD.HHMMSS in UTC") });

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
    "Queues a build, and never deploys. The archive holds a package whose `pragma.provider` is the provider pushed to, at its root or in a single folder.",
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
  description: "The last 10, newest first.",
  params,
  responses: { 200: { description: "Builds", schema: z.array(buildInfoSchema) } },
  errors: [404],
});

const buildEndpoint = {
  method: "GET",
  access: "providers:read",
  tags,
  summary: "Read a build",
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
  description: "The same as `/providers/{provider_id}/builds/{version}`.",
});

export const readBuildLogs = defineEndpoint({
  id: "readBuildLogs",
  method: "GET",
  path: "/providers/{provider_id}/builds/{version}/logs",
  access: "providers:read",
  tags,
  summary: "Follow the log of a build",
  description: "Comes as it is written, and ends with the build. At most 1 MiB.",
  params: buildParams,
  responses: { 200: { description: "The log, in UTF-8", contentType: "text/plain", schema: z.string() } },
  errors: [404],
});

export const deployProvider = defineEndpoint({
  id: "deployProvider",
  method: "POST",
  path: "/providers/{provider_id}/deploy",
  access: "providers:write",
  tags,
  summary: "Have a version serve",
  description:
    "The newest good build, unless the body names another; an older one is a rollback. The version before it serves until the new one has started well.",
  params,
  body: { contentType: "application/json", schema: deployInputSchema, optional: true },
  responses: { 202: { description: "The deployment is queued", schema: providerStatusSchema } },
  errors: [404, 409],
});

export const getDeployment = defineEndpoint({
  id: "getDeployment",
  method: "GET",
  path: "/providers/{provider_id}/deployment",
  access: "providers:read",
  tags,
  summary: "Read how a deployment stands",
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
  description: "What the organization pushed of it. Repeating it is safe; one that is gone is deleted already.",
  params,
  query: z.object({
    cascade: booleanParam.optional().describe("Delete its resources first; needs resources:write"),
  }),
  responses: { 200: { description: "What was deleted", schema: providerDeletionSchema } },
  errors: [409],
});
