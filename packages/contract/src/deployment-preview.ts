import { z } from "zod";
import { MAX_BROKEN_RESOURCES } from "./provider-values.ts";

/** Preview of a deployment of a provider: contract section 6. */

export const schemaChangeSchema = z
  .object({
    path: z.string().describe("Such as `config.zones[].name`; the keys of a map are `*`"),
    change: z.enum(["added", "removed", "changed"]),
    keywords: z
      .array(z.object({ keyword: z.string(), before: z.unknown(), after: z.unknown() }))
      .describe("What is asked of the value, as JSON Schema says it, and `required`; null where it is not"),
  })
  .meta({ id: "SchemaChange" });
export type SchemaChange = z.infer<typeof schemaChangeSchema>;

export const typeChangeSchema = z
  .object({
    type: z.string().describe("`provider/resource`"),
    change: z.enum(["added", "removed", "changed"]),
    changes: z.array(schemaChangeSchema).describe("Of a changed type, at most 200 each of its config and its outputs"),
  })
  .meta({ id: "TypeChange" });
export type TypeChange = z.infer<typeof typeChangeSchema>;

export const brokenGroupSchema = z
  .object({
    type: z.string().describe("`provider/resource`"),
    reason: z.string(),
    count: z.int(),
    resources: z.array(z.string()).describe("Their ids"),
  })
  .meta({ id: "BrokenGroup", description: "Resources of a type that break for the same reason" });
export type BrokenGroup = z.infer<typeof brokenGroupSchema>;

export const deploymentPreviewInputSchema = z
  .object({ version: z.string().max(64).nullish().describe("The newest good build if left out") })
  .meta({ id: "DeploymentPreviewInput", examples: [{}, { version: "20261125.093000" }] });
export type DeploymentPreviewInput = z.infer<typeof deploymentPreviewInputSchema>;

export const deploymentPreviewSchema = z
  .object({
    version: z.string().describe("The version that would be deployed"),
    serving: z.string().nullable().describe("The version that it would replace"),
    types: z.array(typeChangeSchema).describe("Types that differ between the two"),
    breaks: z.array(brokenGroupSchema).describe("What existing resources break, most first"),
    broken: z.int().describe(`How many resources break; ${MAX_BROKEN_RESOURCES} may be more`),
    can_be_forced: z.boolean().describe("`false`: a type with resources would vanish, which `force` does not override"),
  })
  .meta({ id: "DeploymentPreview" });
export type DeploymentPreview = z.infer<typeof deploymentPreviewSchema>;
