import { type SetOperatorInput, setOperatorInputSchema } from "@pragma/contract";
import { hasOtherOperator, isOperator, lockOperators, setOperator as setRow } from "@pragma/db/administration";
import type { Login } from "../../foundation/callers/login.ts";
import { DomainError, notFound } from "../../foundation/common/errors.ts";
import { parseInput } from "../../foundation/common/parse-input.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { requireOperator } from "../access/require-operator.ts";
import { auditOfAccount } from "./audit-operator.ts";

/**
 * Makes an account an operator of the installation, or revokes that. One change at a time, so that concurrent calls
 * cannot remove the last operator.
 * @throws DomainError not_operator, not_found, conflict for the last one
 */
export async function setOperator(core: Core, login: Login, input: SetOperatorInput): Promise<void> {
  requireOperator(login);
  const { userId, operator } = parseInput(setOperatorInputSchema, input);
  await unitOfWork(core, async (unit) => {
    await lockOperators(unit.db);
    requireOperator({ operator: await isOperator(unit.db, login.userId) });
    if (!operator && !(await hasOtherOperator(unit.db, userId))) {
      throw new DomainError("conflict", "An installation needs an operator: make someone else one first");
    }
    const before = await setRow(unit.db, userId, operator);
    if (!before) throw notFound("Account");
    if (before.former === operator) return;
    await auditOfAccount(unit, login, userId, {
      action: "account.operator",
      target: userId,
      outcome: "success",
      details: { email: before.email, operator },
    });
  });
}
