import type { OrganizationLimit } from "@pragma/contract";
import { findOrganizationName } from "@pragma/db/administration";
import type { Login } from "../../foundation/callers/login.ts";
import { notFound } from "../../foundation/common/errors.ts";
import { readLimits } from "../../foundation/limits/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { requireOperator } from "../access/require-operator.ts";

/** The limits of an organization and their use. @throws DomainError not_operator, not_found */
export async function listLimits(
  core: Core,
  login: Login,
  organizationId: string,
): Promise<{ name: string; limits: OrganizationLimit[] }> {
  requireOperator(login);
  const name = await findOrganizationName(core.db, organizationId);
  if (name === undefined) throw notFound("Organization");
  return { name, limits: await readLimits(core, organizationId) };
}
