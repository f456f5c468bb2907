import { lookAtOrganization } from "@pragma/db/queries";
import { validate as isUuid } from "uuid";
import type { Login } from "../accounts/login.ts";
import { type LoginSecret, newLoginSecret } from "../accounts/login-secret.ts";
import type { Core } from "../core.ts";
import { notFound } from "../errors.ts";

/**
 * Has the login look at another organization, now and at the next sign-in. Its rights change, and so does its secret:
 * the former is refused from then on.
 * @throws DomainError not_found for an organization that the person is not a member of
 */
export async function switchOrganization(core: Core, login: Login, organizationId: string): Promise<LoginSecret> {
  const { secret, hash } = newLoginSecret();
  const expiresAt = isUuid(organizationId) ? await lookAtOrganization(core.db, login, organizationId, hash) : undefined;
  if (expiresAt === undefined) throw notFound("Organization");
  return { secret, expiresAt };
}
