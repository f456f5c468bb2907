import { type InvitationPreview, roleSchema } from "@pragma/contract";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { findByToken } from "./invitation-token.ts";

/**
 * The grant of an invitation, for whoever has its link.
 * @throws DomainError not_found, the same whether it is unknown, used, revoked or expired
 */
export async function getInvitation(core: Core, token: string): Promise<InvitationPreview> {
  const row = await findByToken(core.db, token);
  return {
    organization_name: row.organization_name,
    role: roleSchema.parse(row.role),
    email: row.email,
    inviter_name: row.creator_name,
    expires_at: row.expires_at,
  };
}
