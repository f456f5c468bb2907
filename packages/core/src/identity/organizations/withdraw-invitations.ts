import { ROLES, type Role } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import { revokeInvitationsOf } from "@pragma/db/administration";

/**
 * Revokes a member's invitations that they could no longer send: otherwise a removed member could come back by a link
 * kept for that purpose.
 * @param role their new role; null if they are no longer a member
 */
export async function withdrawInvitations(tenant: Tenant, userId: string, role: Role | null): Promise<void> {
  const lost = ROLES.filter((granted) => !mayInvite(role, granted));
  await revokeInvitationsOf(tenant, userId, lost);
}

/** Admins and owners may invite, but not to a role above their own. */
function mayInvite(role: Role | null, granted: Role): boolean {
  return role === "owner" || (role === "admin" && granted !== "owner");
}
