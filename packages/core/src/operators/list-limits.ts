import type { OrganizationLimit } from "@pragma/contract";
import { findOrganizationName } from "@pragma/db/administration";
import { requireOperator } from "../access/require-operator.ts";
import type { Login } from "../callers/login.ts";
import { notFound } from "../common/errors.ts";
import { readLimits } from "../limits/index.ts";
import type { Core } from "../unit-of-work/core.ts";

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
