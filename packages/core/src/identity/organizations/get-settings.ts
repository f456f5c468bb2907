import type { OrganizationSettings } from "@pragma/contract";
import { findCheckEvery } from "@pragma/db/administration";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** The settings of the organization. For all members. */
export async function getSettings(core: Core, { organizationId }: RequestContext): Promise<OrganizationSettings> {
  return { check_every: await findCheckEvery(core.db.tenant(organizationId)) };
}
