import { z } from "zod";
import { BUILD_STATUSES, DEPLOYMENT_STATUSES, PROVIDER_VERSION_PATTERN } from "./provider-values.ts";
import { timestampSchema } from "./timestamp.ts";

export * from "./provider-values.ts";

const providerVersionSchema = z
  .string()
  .regex(PROVIDER_VERSION_PATTERN, "must be a version such as 20261124.154814")
  .describe("YYYYMMDD.HHMMSS in UTC");

const buildStatusSchema = z.enum(BUILD_STATUSES);

/** One pushed version, and its build. */
export const buildInfoSchema = z
  .object({
    provider_id: z.string(),
    version: providerVersionSchema,
    status: buildStatusSchema,
    error_message: z.string().nullable(),
    created_at: timestampSchema,
  })
  .meta({
    id: "BuildInfo",
    examples: [
      {
        provider_id: "notes",
        version: "20261125.093000",
        status: "success",
        error_message: null,
        created_at: "2026-11-25T09:30:00.284Z",
      },
    ],
  });
export type BuildInfo = z.infer<typeof buildInfoSchema>;

const deploymentStatusSchema = z.enum(DEPLOYMENT_STATUSES);

/** A provider of an organization: its own, or one shipped with the product. */
export const providerSummarySchema = z
  .object({
    provider_id: z.string(),
    current_version: z.string().nullable().describe("The version that serves; null before the first deployment"),
    deployment_status: deploymentStatusSchema.nullable().describe("null before the first deployment"),
    updated_at: timestampSchema,
  })
  .meta({
    id: "ProviderSummary",
    examples: [
      {
        provider_id: "notes",
        current_version: "20261125.093000",
        deployment_status: "available",
        updated_at: "2026-11-25T09:31:00.755Z",
      },
    ],
  });
export type ProviderSummary = z.infer<typeof providerSummarySchema>;

/** The status of the last deployed version. If it failed, the previous version keeps serving. */
export const providerStatusSchema = z
  .object({
    status: deploymentStatusSchema,
    version: z.string().describe("The version that the status is about"),
    updated_at: timestampSchema,
    healthy: z.boolean().describe("A version serves, and its processes run"),
    error_message: z.string().nullable().describe("Why it failed, or is not healthy"),
    network_filtered: z
      .boolean()
      .nullable()
      .describe(
        "Whether providers that use the network are held to the operator's egress policy. `false`: some worker cannot give them a network namespace; `null`: no worker lives",
      ),
    boundaries: z
      .array(z.object({ boundary: z.enum(["bubblewrap", "kubernetes", "user", "none"]), workers: z.number().int() }))
      .describe("What stands between provider code and the platform, and on how many live workers"),
  })
  .meta({
    id: "ProviderStatus",
    examples: [
      {
        status: "available",
        version: "20261125.093000",
        updated_at: "2026-11-25T09:31:00.755Z",
        healthy: true,
        error_message: null,
        network_filtered: true,
        boundaries: [{ boundary: "bubblewrap", workers: 2 }],
      },
    ],
  });
export type ProviderStatus = z.infer<typeof providerStatusSchema>;

/** The answer to a push: identifies the build to follow. */
export const pushResultSchema = z
  .object({ version: providerVersionSchema, status: buildStatusSchema, message: z.string() })
  .meta({ id: "PushResult" });
export type PushResult = z.infer<typeof pushResultSchema>;

export const providerNetworkSchema = z.enum(["host", "none"]);
export type ProviderNetwork = z.infer<typeof providerNetworkSchema>;

export const deployInputSchema = z
  .object({
    version: z.string().max(64).nullish().describe("The newest good build if left out; an older one is a rollback"),
    force: z.boolean().nullish().describe("Deploy although configs of existing resources break its schemas"),
    network: providerNetworkSchema
      .nullish()
      .describe(
        "`none` takes the network away; what the package says if left out, and `host` where the package says it",
      ),
  })
  .meta({ id: "DeployInput", examples: [{}, { version: "20261125.093000" }] });
export type DeployInput = z.infer<typeof deployInputSchema>;

export const providerDeletionSchema = z
  .object({
    provider_id: z.string(),
    deployment_deleted: z.boolean().describe("false while resources of it are still being deleted"),
    resources_deleted: z.int().describe("Deletions of resources that this call started"),
  })
  .meta({ id: "ProviderDeletion" });
export type ProviderDeletion = z.infer<typeof providerDeletionSchema>;
