import type { EmailToConfirm } from "@pragma/contract";
import { listEmailConfirmations } from "@pragma/db/administration";
import type { Login } from "../accounts/login.ts";
import type { Core } from "../core.ts";
import { MAX_LISTED } from "./list-accounts.ts";
import { requireOperator } from "./require-operator.ts";

/** Addresses that wait to be confirmed, the oldest first. @throws DomainError not_operator */
export async function listEmailsToConfirm(core: Core, login: Login): Promise<EmailToConfirm[]> {
  requireOperator(login);
  return listEmailConfirmations(core.db, MAX_LISTED);
}
