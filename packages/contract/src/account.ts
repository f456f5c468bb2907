import { z } from "zod";
import { organizationNameSchema } from "./organization.ts";
import { newPasswordSchema, passwordProblem, passwordSchema } from "./password.ts";
import { timestampSchema } from "./timestamp.ts";

/** Forms and answers of the dashboard about the user's own account. Not part of the REST API. */

const MAX_EMAIL_LENGTH = 254;
const MAX_PERSON_NAME_LENGTH = 100;

/** An email address in lower case, which identifies an account. */
export const emailSchema = z
  .string()
  .trim()
  .max(MAX_EMAIL_LENGTH, `must have at most ${MAX_EMAIL_LENGTH} characters`)
  // In this order: the Kelvin sign is not valid in an address, but in lower case it is a k, perhaps of somebody else's.
  .pipe(z.email("is not an email address").toLowerCase());

export const personNameSchema = z
  .string()
  .trim()
  .min(1, "is missing")
  .max(MAX_PERSON_NAME_LENGTH, `must have at most ${MAX_PERSON_NAME_LENGTH} characters`)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, "must not contain control characters");

const newAccount = z.object({ email: emailSchema, name: personNameSchema, password: newPasswordSchema });

function differsFromEmail(
  { email, password }: { email: string; password: string },
  context: { addIssue(issue: { code: "custom"; path: string[]; message: string }): void },
): void {
  // Other problems with the password are reported at its own field.
  const problem = passwordProblem(password) === null ? passwordProblem(password, email) : null;
  if (problem !== null) context.addIssue({ code: "custom", path: ["password"], message: problem });
}

/** An account created with an invitation. */
export const newAccountSchema = newAccount.superRefine(differsFromEmail);
export type NewAccount = z.infer<typeof newAccountSchema>;

/** The first account, with the one-time code printed at startup. */
export const setupInputSchema = newAccount
  .extend({ code: z.string().trim().min(1, "is missing").max(512), organizationName: organizationNameSchema })
  .superRefine(differsFromEmail);
export type SetupInput = z.infer<typeof setupInputSchema>;

export const changePasswordInputSchema = z.object({ current: passwordSchema, next: newPasswordSchema });
export type ChangePasswordInput = z.infer<typeof changePasswordInputSchema>;

export const updateProfileInputSchema = z.object({
  name: personNameSchema,
  email: emailSchema.optional(),
  password: passwordSchema.optional().describe("Needed for another email"),
});
export type UpdateProfileInput = z.infer<typeof updateProfileInputSchema>;

/** How an address is proven to be the account owner's: by a link mailed to it, or by an operator. */
const emailProofSchema = z.enum(["link", "operator"]);

/** An address that an account has yet to confirm, and how. */
export const emailRequestSchema = z.object({ email: z.string(), by: emailProofSchema });
export type EmailRequest = z.infer<typeof emailRequestSchema>;

export const awaitedEmailSchema = emailRequestSchema.extend({ expires_at: timestampSchema });
export type AwaitedEmail = z.infer<typeof awaitedEmailSchema>;

/** A signed-in browser. */
export const myLoginSchema = z.object({
  id: z.string(),
  created_at: timestampSchema,
  last_seen_at: timestampSchema,
  user_agent: z.string().nullable(),
  address: z.string(),
  current: z.boolean().describe("The one that asks"),
});
export type MyLogin = z.infer<typeof myLoginSchema>;
