import { type EmailDecision, emailDecisionSchema } from "@pragma/contract";
import { proveEmail, takeEmailConfirmation } from "@pragma/db/administration";
import type { Login } from "../../foundation/callers/login.ts";
import { notFound } from "../../foundation/common/errors.ts";
import { parseInput } from "../../foundation/common/parse-input.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { requireOperator } from "../access/require-operator.ts";
import { emailTaken } from "../accounts/request-email.ts";
import { auditOfAccount } from "./audit-operator.ts";

/**
 * Gives an account the address that it asked for: the operator knows that the address is the account owner's.
 * @throws DomainError not_operator, not_found if the account no longer awaits this address, conflict if another account
 *   has it
 */
export async function confirmEmailOf(core: Core, login: Login, input: EmailDecision): Promise<void> {
  await decide(core, login, input, true);
}

/** Lets the account keep its present address. @throws DomainError not_operator, not_found */
export async function refuseEmailOf(core: Core, login: Login, input: EmailDecision): Promise<void> {
  await decide(core, login, input, false);
}

async function decide(core: Core, login: Login, input: EmailDecision, good: boolean): Promise<void> {
  requireOperator(login);
  const { userId, email } = parseInput(emailDecisionSchema, input);
  await unitOfWork(core, async (unit) => {
    if (!(await takeEmailConfirmation(unit.db, userId, email))) throw notFound("Address");
    if (good && !(await proveEmail(unit.db, userId, email))) throw emailTaken();
    await auditOfAccount(unit, login, userId, {
      action: "account.email",
      target: userId,
      outcome: good ? "success" : "denied",
      details: { email, by: "operator" },
    });
    unit.callers.clear();
  });
}
