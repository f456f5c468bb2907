import { roleSchema } from "@pragma/contract";
import { findInvitation, revokeInvitation as revokeRow } from "@pragma/db/administration";
import { validate as isUuid } from "uuid";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { MemberContext } from "../../foundation/callers/login.ts";
import { notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { changeMembers, requireOwnerFor } from "../organizations/change-members.ts";

/**
 * Revokes an open invitation. For admins; only owners may revoke one that makes an owner.
 * @throws DomainError missing_scope, not_found
 */
export async function revokeInvitation(core: Core, member: MemberContext, id: string): Promise<void> {
  if (!isUuid(id)) throw notFound("Invitation");
  await changeMembers(core, member, "admin", async ({ db, tenant, role }) => {
    const invitation = await findInvitation(tenant, id);
    if (!invitation) throw notFound("Invitation");
    requireOwnerFor(role, roleSchema.parse(invitation.role));
    // Somebody may have used it a moment ago.
    if (!(await revokeRow(tenant, id))) throw notFound("Invitation");
    await recordAudit(db, member, {
      action: "invitation.revoke",
      target: invitation.id,
      outcome: "success",
      details: { role: invitation.role, email: invitation.email },
    });
  });
}
