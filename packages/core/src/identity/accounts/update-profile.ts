import { type EmailRequest, type UpdateProfileInput, updateProfileInputSchema } from "@pragma/contract";
import { renameAccount } from "@pragma/db/administration";
import type { Login } from "../../foundation/callers/login.ts";
import { fieldError, parseInput } from "../../foundation/common/parse-input.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { auditLogin } from "./audit-login.ts";
import { confirmPassword } from "./confirm-password.ts";
import { requestEmail } from "./request-email.ts";

/**
 * Changes the person's name. A new email requires the password, and awaits confirmation (`requestEmail`).
 * @returns the awaited email, or null
 * @throws DomainError validation_failed, rate_limited, mail_failed, conflict if another account has the email
 */
export async function updateProfile(
  core: Core,
  login: Login,
  input: UpdateProfileInput,
): Promise<{ awaited: EmailRequest | null }> {
  const { name, email = login.email, password } = parseInput(updateProfileInputSchema, input);
  if (email !== login.email) {
    if (password === undefined) throw fieldError("password", "is needed for another email");
    await confirmPassword(core, login, password, "password");
  }
  if (name !== login.name) await rename(core, login, name);
  return { awaited: email === login.email ? null : await requestEmail(core, login, email) };
}

async function rename(core: Core, login: Login, name: string): Promise<void> {
  await unitOfWork(core, async ({ db, callers }) => {
    await renameAccount(db, login.userId, name);
    await auditLogin(db, login, {
      action: "account.update",
      target: login.userId,
      outcome: "success",
      details: { name, former: login.name },
    });
    callers.clear();
  });
}
