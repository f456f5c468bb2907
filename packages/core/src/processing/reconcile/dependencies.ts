import type { Tenant } from "@pragma/db";
import { findSettledState } from "@pragma/db/queries";
import { blocksDependents } from "../../resources/lifecycle/index.ts";

/**
 * Whether a resource that seemed blocked by all of these still is. Waits for changes of a dependency that are in
 * progress: either this sees the change, or the change sees this one when it wakes its dependents.
 */
export async function isStillBlocked(tenant: Tenant, blocking: readonly string[]): Promise<boolean> {
  for (const key of blocking) {
    const settled = await findSettledState(tenant, key);
    if (!settled || blocksDependents(settled)) return true;
  }
  return false;
}
