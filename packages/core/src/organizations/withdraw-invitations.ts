import { ROLES, type Role } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import { revokeInvitationsOf } from "@pragma/db/administration";

/**
 * Revokes the invitations of a member that they could not send out any more: or else whoever was removed comes back by
 * a link kept for that.
 * @param role what they are from now on; null once they are no member
 */
export async function withdrawInvitations(tenant: Tenant, userId: string, role: Role | null): Promise<void> {
  const lost = ROLES.filter((granted) => !mayInvite(role, granted));
  await revokeInvitationsOf(tenant, userId, lost);
}

/** Admins and owners invite, nobody above themselves. */
function mayInvite(role: Role | null, granted: Role): boolean {
  return role === "owner" || (role === "admin" && granted !== "owner");
}
