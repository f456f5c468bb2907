import { type ChangePasswordInput, changePasswordInputSchema, passwordProblem } from "@pragma/contract";
import { deleteLoginsOf, setPassword } from "@pragma/db/administration";
import type { Login } from "../../foundation/callers/login.ts";
import { fieldError, parseInput } from "../../foundation/common/parse-input.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { hashPassword } from "../access/password.ts";
import { endAllSessions } from "../access/sessions.ts";
import { auditLogin } from "./audit-login.ts";
import { confirmPassword, notYours } from "./confirm-password.ts";

/**
 * Changes the password, and ends all other logins, all session tokens, and CLI logins in progress. This login stays;
 * the caller that can set its cookie should rotate it (`rotateLogin`). API tokens stay.
 * @throws DomainError validation_failed, rate_limited, conflict for an account without a password
 */
export async function changePassword(core: Core, login: Login, input: ChangePasswordInput): Promise<void> {
  const { current, next } = parseInput(changePasswordInputSchema, input);
  const { email, password_hash: former } = await confirmPassword(core, login, current, "current");
  const problem = passwordProblem(next, email);
  if (problem !== null) throw fieldError("next", problem);
  const passwordHash = await hashPassword(next);
  await unitOfWork(core, async (unit) => {
    const { db } = unit;
    // If two parties know the former password, the slower change would undo the faster one and end its login.
    if (!(await setPassword(db, login.userId, { next: passwordHash, former }))) throw notYours("current");
    const ended = await deleteLoginsOf(db, login.userId, login.id);
    await endAllSessions(unit, login.userId);
    await auditLogin(db, login, {
      action: "account.password",
      target: login.userId,
      outcome: "success",
      details: { logins_ended: ended },
    });
    unit.callers.clear();
  });
}
