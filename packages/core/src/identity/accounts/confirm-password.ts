import { type AccountRow, findAccount } from "@pragma/db/administration";
import type { Login } from "../../foundation/callers/login.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import { fieldError } from "../../foundation/common/parse-input.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { verifyPassword } from "../access/password.ts";
import { clearAttempts, ownPasswordLimit, takeAttempt } from "./attempts.ts";
import { loginIsOver } from "./rotate-login.ts";

/**
 * Verifies that the signed-in person knows the account's password.
 * @param field the form field that it was typed in
 * @throws DomainError validation_failed, rate_limited, conflict for an account without a password
 */
export async function confirmPassword(
  core: Core,
  login: Login,
  password: string,
  field: string,
): Promise<AccountRow & { password_hash: string }> {
  const account = await findAccount(core.db, login.userId);
  if (!account) throw loginIsOver();
  const { password_hash } = account;
  if (password_hash === null) {
    throw new DomainError("conflict", "This account has no password: it signs in through a provider");
  }
  const limit = ownPasswordLimit(login.id);
  await takeAttempt(core, [limit]);
  if (!(await verifyPassword(password_hash, password))) throw notYours(field);
  await clearAttempts(core, limit);
  return { ...account, password_hash };
}

export function notYours(field: string): DomainError {
  return fieldError(field, "is not your password");
}
