import { z } from "zod";
import { emailSchema } from "./account.ts";
import { roleSchema } from "./role-schema.ts";
import { timestampSchema } from "./timestamp.ts";

/** An open invitation as admins of its organization see it, without its link. */
export const invitationSchema = z.object({
  id: z.string(),
  role: roleSchema,
  email: z.string().nullable().describe("Whom it is for; null for anyone who has the link"),
  created_by: z.string(),
  creator_name: z.string(),
  created_at: timestampSchema,
  expires_at: timestampSchema,
});
export type Invitation = z.infer<typeof invitationSchema>;

/** The answer to a creation, the only one that shows the link. */
export const createdInvitationSchema = z.object({
  id: z.string(),
  token: z.string(),
  url: z.string(),
  expires_at: timestampSchema,
});
export type CreatedInvitation = z.infer<typeof createdInvitationSchema>;

/** Preview of an invitation for anybody with the link. */
export const invitationPreviewSchema = z.object({
  organization_name: z.string(),
  role: roleSchema,
  email: z.string().nullable(),
  inviter_name: z.string(),
  expires_at: timestampSchema,
});
export type InvitationPreview = z.infer<typeof invitationPreviewSchema>;

export const createInvitationInputSchema = z.object({ role: roleSchema, email: emailSchema.nullish() });
export type CreateInvitationInput = z.infer<typeof createInvitationInputSchema>;

/** The secret in a link. */
export const invitationTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "is not the token of an invitation");
