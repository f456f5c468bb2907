import { z } from "zod";
import { organizationNameSchema } from "./organization.ts";
import { newPasswordSchema, passwordProblem, passwordSchema } from "./password.ts";
import { timestampSchema } from "./timestamp.ts";

/** Forms and answers of the dashboard about one's own account. No endpoint of the REST API. */

const MAX_EMAIL_LENGTH = 254;
const MAX_PERSON_NAME_LENGTH = 100;

/** An email address, in lower case, as accounts are known by. */
export const emailSchema = z
  .string()
  .trim()
  .max(MAX_EMAIL_LENGTH, `must have at most ${MAX_EMAIL_LENGTH} characters`)
  // In this order: the Kelvin sign is no letter of an address, and in lower case is a k, as in somebody else's.
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
  // What is wrong with the password by itself was said at its field.
  const problem = passwordProblem(password) === null ? passwordProblem(password, email) : null;
  if (problem !== null) context.addIssue({ code: "custom", path: ["password"], message: problem });
}

/** An account that is made with an invitation. */
export const newAccountSchema = newAccount.superRefine(differsFromEmail);
export type NewAccount = z.infer<typeof newAccountSchema>;

/** The first account, with the one-time code that the start prints. */
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

/** How an address is shown to be an account's owner's: by a link in a mail to it, or by an operator. */
const emailProofSchema = z.enum(["link", "operator"]);

/** An address that waits to be an account's, and how it is confirmed. */
export const emailRequestSchema = z.object({ email: z.string(), by: emailProofSchema });
export type EmailRequest = z.infer<typeof emailRequestSchema>;

export const awaitedEmailSchema = emailRequestSchema.extend({ expires_at: timestampSchema });
export type AwaitedEmail = z.infer<typeof awaitedEmailSchema>;

/** A browser that is signed in. */
export const myLoginSchema = z.object({
  id: z.string(),
  created_at: timestampSchema,
  last_seen_at: timestampSchema,
  user_agent: z.string().nullable(),
  address: z.string(),
  current: z.boolean().describe("The one that asks"),
});
export type MyLogin = z.infer<typeof myLoginSchema>;
