import { z } from "zod";

const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_BYTES = 1024;

/** Fewer distinct characters than this form a pattern. */
const MIN_DISTINCT = 4;

/** The most common passwords that are long enough. */
const COMMON = new Set([
  "1234567890ab",
  "123456789012",
  "123123123123",
  "1q2w3e4r5t6y",
  "abcdefghijkl",
  "administrator",
  "changemechangeme",
  "changeme1234",
  "iloveyou1234",
  "letmein12345",
  "password1234",
  "password12345",
  "password123456",
  "passwordpassword",
  "qwerty123456",
  "qwertyqwerty",
  "qwertyuiop12",
  "qwertyuiop123",
  "qwertyuiopasdfgh",
  "trustno1trustno1",
  "welcome12345",
  "welcome123456",
]);

/**
 * Problem of a new password, phrased to follow its name in a sentence; null if it is acceptable. The only
 * password policy of forms: for the first account, invitations and changes.
 */
export function passwordProblem(password: string, email?: string): string | null {
  if ([...password].length < MIN_PASSWORD_LENGTH) return `must have at least ${MIN_PASSWORD_LENGTH} characters`;
  if (new TextEncoder().encode(password).length > MAX_PASSWORD_BYTES) {
    return `must have at most ${MAX_PASSWORD_BYTES} bytes`;
  }
  const plain = password.normalize("NFKC").toLowerCase();
  if (email !== undefined && plain === email.trim().toLowerCase()) return "must not be the email address";
  if (COMMON.has(plain) || new Set(plain).size < MIN_DISTINCT) return "is too easy to guess";
  return null;
}

/** A password to be set. Forms that know the email also check that the two differ. */
export const newPasswordSchema = z
  .string()
  // Characters, of which a password has no more than bytes.
  .max(MAX_PASSWORD_BYTES, { abort: true, error: `must have at most ${MAX_PASSWORD_BYTES} bytes` })
  .superRefine((password, context) => {
    const problem = passwordProblem(password);
    if (problem !== null) context.addIssue({ code: "custom", message: problem });
  });

/** A password to be verified: any that could have been set. */
export const passwordSchema = z.string().min(1, "is missing").max(MAX_PASSWORD_BYTES);
