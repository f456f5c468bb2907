import type { OrganizationSummary } from "@pragma/contract";
import { listAllOrganizations as listRows } from "@pragma/db/queries";
import { requireOperator } from "../access/require-operator.ts";
import type { Login } from "../callers/login.ts";
import type { Core } from "../unit-of-work/core.ts";
import { MAX_LISTED } from "./list-accounts.ts";

/** Organizations whose name contains `text`, by name. @throws DomainError not_operator */
export async function listAllOrganizations(core: Core, login: Login, text: string): Promise<OrganizationSummary[]> {
  requireOperator(login);
  return listRows(core.db, text, MAX_LISTED);
}
