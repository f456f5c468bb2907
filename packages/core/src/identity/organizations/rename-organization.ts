import { type OrganizationInput, organizationInputSchema } from "@pragma/contract";
import { renameOrganization as renameRow } from "@pragma/db/administration";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { MemberContext } from "../../foundation/callers/login.ts";
import { parseInput } from "../../foundation/common/parse-input.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { changeMembers } from "./change-members.ts";

/** Renames the organization. For owners. @throws DomainError validation_failed, missing_scope */
export async function renameOrganization(core: Core, member: MemberContext, input: OrganizationInput): Promise<void> {
  const { name } = parseInput(organizationInputSchema, input);
  await changeMembers(core, member, "owner", async ({ db, tenant }) => {
    const former = (await renameRow(tenant, name)) ?? null;
    await recordAudit(db, member, {
      action: "organization.rename",
      target: member.organizationId,
      outcome: "success",
      details: { name, former },
    });
  });
}
