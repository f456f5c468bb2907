import type { ChangeRoleInput } from "@pragma/contract";
import { setMemberRole } from "@pragma/db/administration";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { MemberContext } from "../../foundation/callers/login.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { changeMembers, findSubject, requireOtherOwner, requireOwnerFor } from "./change-members.ts";
import { withdrawInvitations } from "./withdraw-invitations.ts";

/**
 * Gives a member another role. Admins may do so among viewers, members and admins; owners among all. The rights of the
 * member's tokens follow within a second.
 * @throws DomainError missing_scope, not_found, conflict if the organization would be left without an owner
 */
export async function changeRole(core: Core, member: MemberContext, input: ChangeRoleInput): Promise<void> {
  await changeMembers(core, member, "admin", async ({ db, tenant, role }) => {
    const subject = await findSubject(tenant, input.userId);
    requireOwnerFor(role, subject.role, input.role);
    if (subject.role === input.role) return;
    if (subject.role === "owner") await requireOtherOwner(tenant, subject.id);
    await setMemberRole(tenant, subject.id, input.role);
    await withdrawInvitations(tenant, subject.id, input.role);
    await recordAudit(db, member, {
      action: "member.role",
      target: subject.id,
      outcome: "success",
      details: { email: subject.email, role: input.role, former: subject.role },
    });
  });
}
