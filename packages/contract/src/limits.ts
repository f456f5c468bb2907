import { z } from "zod";
import { uuidSchema } from "./uuid.ts";

/** Kinds of things that an organization has a quota of, from the operator's settings or set for the organization. */
export const QUOTAS = ["resources", "file_bytes", "tokens", "members", "builds", "versions"] as const;
export const quotaSchema = z.enum(QUOTAS);
export type Quota = z.infer<typeof quotaSchema>;

/** Everything that an operator can set for one organization: its quotas, and `requests`, its rate limit. */
export const LIMITS = ["requests", ...QUOTAS] as const;
export const limitNameSchema = z.enum(LIMITS);
export type LimitName = z.infer<typeof limitNameSchema>;

/** More than any disk holds, and exact as a JSON number. */
export const MAX_QUOTA = 1_000_000_000_000_000;
/** Requests per window. */
const MAX_RATE_LIMIT = 1_000_000_000;

/** The largest value of a limit. */
function largestLimit(limit: LimitName): number {
  return limit === "requests" ? MAX_RATE_LIMIT : MAX_QUOTA;
}

/** One limit of an organization, and its use. */
export const organizationLimitSchema = z.object({
  limit: limitNameSchema,
  value: z.number(),
  standard: z.number().describe("By the settings of the installation"),
  raised: z.boolean().describe("An operator set another value for the organization"),
  used: z.number(),
});
export type OrganizationLimit = z.infer<typeof organizationLimitSchema>;

/** Sets a limit of one organization; null removes it, so that the setting applies again. */
export const setLimitInputSchema = z
  .object({
    organizationId: uuidSchema,
    limit: limitNameSchema,
    value: z.int("must be a whole number").min(1, "must be at least 1").nullable(),
  })
  .refine(({ limit, value }) => value === null || value <= largestLimit(limit), {
    path: ["value"],
    error: ({ input }) => `must be at most ${largestLimit((input as { limit: LimitName }).limit)}`,
  });
export type SetLimitInput = z.infer<typeof setLimitInputSchema>;
