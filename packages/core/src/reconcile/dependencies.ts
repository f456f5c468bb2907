import { satisfiesDependents } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import { type DependencyState, findSettledState } from "@pragma/db/queries";

type Standing = Pick<DependencyState, "state" | "provisioned" | "stale">;

/** Whether dependents must wait: it is not there, not ready, or itself about to be decided. */
export function blocksDependents({ state, provisioned, stale }: Standing): boolean {
  if (state === null || !satisfiesDependents(state, provisioned === true)) return true;
  return state === "ready" && stale === true;
}

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
