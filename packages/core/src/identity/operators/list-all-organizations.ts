import type { OrganizationSummary } from "@pragma/contract";
import { listAllOrganizations as listRows } from "@pragma/db/queries";
import type { Login } from "../../foundation/callers/login.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { requireOperator } from "../access/require-operator.ts";
import { MAX_LISTED } from "./list-accounts.ts";

/** Organizations whose name contains `text`, by name. @throws DomainError not_operator */
export async function listAllOrganizations(core: Core, login: Login, text: string): Promise<OrganizationSummary[]> {
  requireOperator(login);
  return listRows(core.db, text, MAX_LISTED);
}
