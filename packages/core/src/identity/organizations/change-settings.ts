import {
  type OrganizationSettings,
  type OrganizationSettingsInput,
  organizationSettingsInputSchema,
  USUAL_CHECK_SECONDS,
} from "@pragma/contract";
import { findCheckEvery, setCheckEvery } from "@pragma/db/administration";
import { bringChecksForward } from "@pragma/db/queries";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { parseInput } from "../../foundation/common/parse-input.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { changeMembers } from "./change-members.ts";

/**
 * Changes settings of the organization; what is left out stays. For owners. Checks that would now be due later than with the
 * new interval are made within it.
 * @returns the settings as they are now
 * @throws DomainError validation_failed, missing_scope
 */
export async function changeSettings(
  core: Core,
  context: RequestContext,
  input: OrganizationSettingsInput,
): Promise<OrganizationSettings> {
  const { check_every: wanted } = parseInput(organizationSettingsInputSchema, input);
  return changeMembers(core, context, "owner", async ({ db, tenant }) => {
    const former = await findCheckEvery(tenant);
    if (wanted === undefined || wanted === former) return { check_every: former };
    await setCheckEvery(tenant, wanted);
    await bringChecksForward(tenant, wanted ?? USUAL_CHECK_SECONDS);
    await recordAudit(db, context, {
      action: "organization.settings",
      target: context.organizationId,
      outcome: "success",
      details: { check_every: wanted, former },
    });
    return { check_every: wanted };
  });
}
