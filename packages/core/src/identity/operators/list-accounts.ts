import type { AccountSummary } from "@pragma/contract";
import { listAccounts as listRows } from "@pragma/db/queries";
import type { Login } from "../../foundation/callers/login.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { requireOperator } from "../access/require-operator.ts";

/** More than anybody reads: to find somebody, one types more of their name. */
export const MAX_LISTED = 50;

/** Accounts whose name or email contains `text`, operators first. @throws DomainError not_operator */
export async function listAccounts(core: Core, login: Login, text: string): Promise<AccountSummary[]> {
  requireOperator(login);
  return listRows(core.db, text, MAX_LISTED);
}
