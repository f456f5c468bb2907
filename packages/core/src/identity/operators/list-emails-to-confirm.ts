import type { EmailToConfirm } from "@pragma/contract";
import { listEmailConfirmations } from "@pragma/db/administration";
import type { Login } from "../../foundation/callers/login.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { requireOperator } from "../access/require-operator.ts";
import { MAX_LISTED } from "./list-accounts.ts";

/** Addresses that await confirmation, oldest first. @throws DomainError not_operator */
export async function listEmailsToConfirm(core: Core, login: Login): Promise<EmailToConfirm[]> {
  requireOperator(login);
  return listEmailConfirmations(core.db, MAX_LISTED);
}
