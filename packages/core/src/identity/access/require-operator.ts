import type { Login } from "../../foundation/callers/login.ts";
import { DomainError } from "../../foundation/common/errors.ts";

/** Admits only operators of the installation. @throws DomainError not_operator */
export function requireOperator(login: Pick<Login, "operator">): void {
  if (!login.operator) throw notOperator("Only an operator of this installation may do this");
}

export function notOperator(message: string): DomainError {
  return new DomainError("not_operator", message);
}
