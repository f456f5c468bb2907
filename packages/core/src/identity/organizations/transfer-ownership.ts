import { setMemberRole } from "@pragma/db/administration";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { MemberContext } from "../../foundation/callers/login.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { changeMembers, findSubject } from "./change-members.ts";
import { withdrawInvitations } from "./withdraw-invitations.ts";

/**
 * Transfers the caller's ownership to another member; the caller stays as an admin. Other owners stay owners.
 * @throws DomainError missing_scope, not_found, conflict for oneself
 */
export async function transferOwnership(
  core: Core,
  member: MemberContext,
  { userId }: { userId: string },
): Promise<void> {
  await changeMembers(core, member, "owner", async ({ db, tenant }) => {
    const subject = await findSubject(tenant, userId);
    if (subject.id === member.userId) throw new DomainError("conflict", "You own the organization already");
    await setMemberRole(tenant, subject.id, "owner");
    await setMemberRole(tenant, member.userId, "admin");
    await withdrawInvitations(tenant, member.userId, "admin");
    await recordAudit(db, member, {
      action: "organization.transfer",
      target: subject.id,
      outcome: "success",
      details: { email: subject.email, former: subject.role, from: member.email },
    });
  });
}
