import { countOpenPlans as count } from "@pragma/db/queries";
import type { RequestContext } from "../foundation/callers/caller.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";

/** How many plans of the organization can still be applied. */
export function countOpenPlans(core: Core, { organizationId }: RequestContext): Promise<number> {
  return count(core.db.tenant(organizationId));
}
