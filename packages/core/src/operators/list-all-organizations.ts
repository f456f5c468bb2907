import type { OrganizationSummary } from "@pragma/contract";
import { listAllOrganizations as listRows } from "@pragma/db/queries";
import type { Login } from "../accounts/login.ts";
import type { Core } from "../core.ts";
import { MAX_LISTED } from "./list-accounts.ts";
import { requireOperator } from "./require-operator.ts";

/** Organizations whose name has `text` in it, by name. @throws DomainError not_operator */
export async function listAllOrganizations(core: Core, login: Login, text: string): Promise<OrganizationSummary[]> {
  requireOperator(login);
  return listRows(core.db, text, MAX_LISTED);
}
