import { deleteMember, deleteUnsharedViews } from "@pragma/db/administration";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { MemberContext } from "../../foundation/callers/login.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import {
  changeMembers,
  findSubject,
  type MembersChange,
  requireOtherOwner,
  requireOwnerFor,
} from "./change-members.ts";
import { withdrawInvitations } from "./withdraw-invitations.ts";

/**
 * Removes a member. Their tokens and invitations of this organization end, and its pages no longer exist for them. Views that they
 * saved for themselves go, too; those that they shared stay.
 * Admins may remove anybody except owners.
 * @throws DomainError missing_scope, not_found, conflict for the last owner
 */
export async function removeMember(core: Core, member: MemberContext, { userId }: { userId: string }): Promise<void> {
  await changeMembers(core, member, "admin", (members) => remove(members, member, userId, "member.remove"));
}

/**
 * Leaves the organization, which ends the caller's tokens there.
 * @throws DomainError conflict for the last owner
 */
export async function leaveOrganization(core: Core, member: MemberContext): Promise<void> {
  await changeMembers(core, member, "viewer", (members) => remove(members, member, member.userId, "member.leave"));
}

async function remove(
  { db, tenant, role }: MembersChange,
  member: MemberContext,
  userId: string,
  action: "member.remove" | "member.leave",
): Promise<void> {
  const subject = await findSubject(tenant, userId);
  requireOwnerFor(role, subject.role);
  if (subject.role === "owner") await requireOtherOwner(tenant, subject.id);
  await deleteMember(tenant, subject.id);
  await deleteUnsharedViews(tenant, subject.id);
  await withdrawInvitations(tenant, subject.id, null);
  await recordAudit(db, member, {
    action,
    target: subject.id,
    outcome: "success",
    details: { email: subject.email, role: subject.role },
  });
}
