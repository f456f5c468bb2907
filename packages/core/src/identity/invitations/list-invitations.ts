import { type Invitation, type Role, roleAtLeast, roleSchema } from "@pragma/contract";
import { listInvitations as listRows } from "@pragma/db/administration";
import type { MemberContext } from "../../foundation/callers/login.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

const LEAST: Role = "admin";

/** The open invitations, newest first. For admins and owners. @throws DomainError missing_scope */
export async function listInvitations(core: Core, member: MemberContext): Promise<Invitation[]> {
  if (!roleAtLeast(member.role, LEAST)) throw new DomainError("missing_scope", `This needs the role ${LEAST}`);
  const rows = await listRows(core.db.tenant(member.organizationId));
  return rows.map((row) => ({ ...row, role: roleSchema.parse(row.role) }));
}
