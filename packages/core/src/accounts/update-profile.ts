import { type UpdateProfileInput, updateProfileInputSchema } from "@pragma/contract";
import { updateProfile as updateRow } from "@pragma/db/queries";
import type { Core } from "../core.ts";
import { DomainError } from "../errors.ts";
import { unitOfWork } from "../unit-of-work.ts";
import { auditLogin } from "./audit-login.ts";
import { confirmPassword } from "./confirm-password.ts";
import type { Login } from "./login.ts";
import { fieldError, parseInput } from "./parse-input.ts";

/**
 * Changes one's name, and with the password one's email.
 * @throws DomainError validation_failed, rate_limited, conflict if another account has the email
 */
export async function updateProfile(core: Core, login: Login, input: UpdateProfileInput): Promise<void> {
  const { name, email = login.email, password } = parseInput(updateProfileInputSchema, input);
  if (email !== login.email) {
    if (password === undefined) throw fieldError("password", "is needed for another email");
    await confirmPassword(core, login, password, "password");
  }
  await unitOfWork(core, async ({ db }) => {
    const updated = await updateRow(db, { id: login.userId, name, email });
    if (!updated) throw new DomainError("conflict", "Another account has this email");
    await auditLogin(db, login, {
      action: "account.update",
      target: login.userId,
      outcome: "success",
      details: { name, email, former_email: login.email },
    });
    db.afterCommit(() => core.callers.clear());
  });
}
