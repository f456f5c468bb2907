import { userActor } from "../../foundation/audit/user-actor.ts";
import type { Login, MemberContext } from "../../foundation/callers/login.ts";
import { loginTokenId } from "../../foundation/callers/login-id.ts";
import { rightsOf } from "../../foundation/callers/rights.ts";

/**
 * A signed-in person as the member of one of their organizations. The request says which organization; a login alone
 * belongs to none.
 * @returns null if they are not a member of it, or it does not exist
 */
export function memberIn(login: Login, organizationId: string): MemberContext | null {
  const organization = login.organizations.find(({ id }) => id === organizationId);
  if (!organization) return null;
  return {
    organizationId: organization.id,
    organizationName: organization.name,
    userId: login.userId,
    email: login.email,
    tokenId: loginTokenId(login.id),
    rateLimit: organization.rateLimit,
    quotas: organization.quotas,
    actor: userActor({ id: login.userId, name: login.name, email: login.email }),
    scopes: rightsOf(null, organization.role),
    role: organization.role,
    correlationId: login.correlationId,
  };
}
