import { userActor } from "../audit/user-actor.ts";
import type { Login, MemberContext } from "../callers/login.ts";
import { loginTokenId } from "../callers/login-id.ts";
import { rightsOf } from "../callers/rights.ts";

/**
 * Somebody who is signed in, as the member of one of their organizations. A request says which one it is about; a login is
 * in none by itself.
 * @returns null if they are not a member of it, or there is no such organization
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
