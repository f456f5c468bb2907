import { type CreatedInvitation, type CreateInvitationInput, createInvitationInputSchema } from "@pragma/contract";
import { countInvitations, insertInvitation, isMemberByEmail } from "@pragma/db/administration";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { MemberContext } from "../../foundation/callers/login.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import { newId } from "../../foundation/common/new-id.ts";
import { parseInput } from "../../foundation/common/parse-input.ts";
import { checkRoom } from "../../foundation/limits/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { changeMembers, requireOwnerFor } from "../organizations/change-members.ts";
import { newInvitationToken } from "./invitation-token.ts";

const SECONDS = 7 * 86_400;
/** The list is read as a whole, so that one organization's invitations take memory that all share. */
const MAX_OPEN = 1000;

/**
 * Creates a link that lets one person join, once, within 7 days. For admins, who cannot invite owners, and owners. The
 * result is the only place where the link is ever visible.
 * @throws DomainError validation_failed, missing_scope, conflict if the invitee is already a member, or 1000
 *   invitations are open, quota_exceeded
 */
export async function createInvitation(
  core: Core,
  member: MemberContext,
  input: CreateInvitationInput,
): Promise<CreatedInvitation> {
  const { role, email = null } = parseInput(createInvitationInputSchema, input);
  const id = newId();
  const { token, hash } = newInvitationToken();
  await checkRoom(core, member.organizationId, "members");
  const expiresAt = await changeMembers(core, member, "admin", async (members) => {
    const { db, tenant } = members;
    requireOwnerFor(members.role, role);
    if (email !== null && (await isMemberByEmail(tenant, email))) {
      throw new DomainError("conflict", `${email} is a member already`);
    }
    if ((await countInvitations(tenant)) >= MAX_OPEN) {
      throw new DomainError(
        "conflict",
        `The organization has ${MAX_OPEN} open invitations: revoke some that are not needed`,
      );
    }
    await recordAudit(db, member, {
      action: "invitation.create",
      target: id,
      outcome: "success",
      details: { role, email },
    });
    return insertInvitation(tenant, { id, role, email, hash, createdBy: member.userId, seconds: SECONDS });
  });
  return { id, token, url: `${core.services.settings.publicWebUrl}/invitations/${token}`, expires_at: expiresAt };
}
