import type { ValidationIssue } from "@pragma/language";
import { z } from "zod";
import { lifecycleStateSchema } from "./lifecycle-schema.ts";
import { quotaSchema } from "./limits.ts";

/** One problem with a request: where, what, and which rule. */
export const validationIssueSchema = z
  .object({
    loc: z.array(z.union([z.string(), z.int()])).describe("Such as [body, config, size]"),
    msg: z.string(),
    type: z.string(),
  })
  .meta({ id: "ValidationIssue" }) satisfies z.ZodType<ValidationIssue>;

export type { ValidationIssue };

/** Facts that an error carries if they apply: contract section 5. */
export const errorFactsSchema = z.object({
  resource_id: z.string().optional(),
  current_state: lifecycleStateSchema.optional(),
  target_state: lifecycleStateSchema.optional(),
  missing_dependencies: z.array(z.string()).optional().describe("ids"),
  not_ready_dependencies: z.array(z.object({ id: z.string(), state: lifecycleStateSchema })).optional(),
  field: z.string().optional(),
  reference_provider: z.string().optional(),
  reference_resource: z.string().optional(),
  reference_name: z.string().optional(),
  dependents: z.array(z.string()).optional().describe("ids"),
  protected: z.array(z.string()).optional().describe("ids"),
  cycle: z.array(z.string()).optional().describe("ids in order"),
  quota: quotaSchema.optional().describe("The quota that would be exceeded: `quota_exceeded`, or 429 `quota`"),
  limit: z.int().optional().describe("Of that quota; an operator of the installation can raise it"),
  used: z.int().optional().describe("Of that quota"),
  stale: z.array(z.string()).optional().describe("ids of resources that changed since the plan"),
  busy: z.array(z.string()).optional().describe("ids of resources in flight"),
  change_id: z.string().optional(),
  change_status: z.string().optional(),
});
export type ErrorFacts = z.infer<typeof errorFactsSchema>;

export const errorDetailSchema = errorFactsSchema.extend({ message: z.string() }).meta({ id: "ErrorDetail" });
export type ErrorDetail = z.infer<typeof errorDetailSchema>;

/** The body of every answer with a status of 400 or more. */
export const errorBodySchema = z
  .object({ detail: z.union([z.string(), z.array(validationIssueSchema), errorDetailSchema]) })
  .meta({ id: "Error" });
/** The same facts according to RFC 9457, for `Accept: application/problem+json`. */
export const problemDetailsSchema = errorFactsSchema
  .extend({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().optional().describe("The request id, as a URN"),
    errors: z.array(validationIssueSchema).optional(),
  })
  .meta({ id: "ProblemDetails" });
export type ProblemDetails = z.infer<typeof problemDetailsSchema>;
