import { z } from "zod";
import { timestampSchema } from "./timestamp.ts";
import { uuidSchema } from "./uuid.ts";

/** Answers of the dashboard for operators of the installation. Not part of the REST API. */

/** An account, regardless of its memberships. */
export const accountSummarySchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  email_proven: z.boolean(),
  operator: z.boolean(),
});
export type AccountSummary = z.infer<typeof accountSummarySchema>;

/** An organization, and whether its members may push providers. */
export const organizationSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  owners: z.string().describe("Emails, by commas"),
  may_push: z.boolean(),
});
export type OrganizationSummary = z.infer<typeof organizationSummarySchema>;

/** An address that awaits confirmation. */
export const emailToConfirmSchema = z.object({
  user_id: z.string(),
  name: z.string().nullable(),
  former_email: z.string().describe("The one that the account has, which may be the same"),
  email: z.string(),
  mailed: z.boolean().describe("A link was sent there as well"),
  created_at: timestampSchema,
  expires_at: timestampSchema,
});
export type EmailToConfirm = z.infer<typeof emailToConfirmSchema>;

/** A decision about exactly the address that the operator has seen. */
export const emailDecisionSchema = z.object({ userId: uuidSchema, email: z.string().max(254) });
export type EmailDecision = z.infer<typeof emailDecisionSchema>;

export const setOperatorInputSchema = z.object({ userId: uuidSchema, operator: z.boolean() });
export type SetOperatorInput = z.infer<typeof setOperatorInputSchema>;

export const setPushGrantInputSchema = z.object({ organizationId: uuidSchema, mayPush: z.boolean() });
export type SetPushGrantInput = z.infer<typeof setPushGrantInputSchema>;
