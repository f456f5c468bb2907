import type { AccountSummary } from "@pragma/contract";
import { listAccounts as listRows } from "@pragma/db/queries";
import { requireOperator } from "../access/require-operator.ts";
import type { Login } from "../callers/login.ts";
import type { Core } from "../unit-of-work/core.ts";

/** More than anybody reads: to find somebody, one types more of their name. */
export const MAX_LISTED = 50;

/** Accounts whose name or email contains `text`, operators first. @throws DomainError not_operator */
export async function listAccounts(core: Core, login: Login, text: string): Promise<AccountSummary[]> {
  requireOperator(login);
  return listRows(core.db, text, MAX_LISTED);
}
