import { type Member, roleSchema } from "@pragma/contract";
import { listMembers as listRows } from "@pragma/db/administration";
import type { MemberContext } from "../../foundation/callers/login.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** All members of the organization, by name. Any member may list them. */
export async function listMembers(core: Core, member: MemberContext): Promise<Member[]> {
  const rows = await listRows(core.db.tenant(member.organizationId));
  return rows.map((row) => ({ ...row, role: roleSchema.parse(row.role) }));
}
