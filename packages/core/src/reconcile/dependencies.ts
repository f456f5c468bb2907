import type { Tenant } from "@pragma/db";
import { findSettledState } from "@pragma/db/queries";
import { blocksDependents } from "../lifecycle/index.ts";

/**
 * Whether a resource that seemed blocked by all of these really is. A dependency that is being changed at this moment is
 * waited for: either the change is seen here, or the change wakes its dependents and sees this one.
 */
export async function isStillBlocked(tenant: Tenant, blocking: readonly string[]): Promise<boolean> {
  for (const key of blocking) {
    const settled = await findSettledState(tenant, key);
    if (!settled || blocksDependents(settled)) return true;
  }
  return false;
}
