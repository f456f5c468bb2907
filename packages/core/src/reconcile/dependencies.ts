import { satisfiesDependents } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import { findSettledDependencyStates, type LoadedDependency } from "@pragma/db/queries";

type Standing = Pick<LoadedDependency, "state" | "provisioned" | "stale">;

/** Whether dependents must wait: it is not there, not ready, or itself about to be decided. */
export function blocksDependents({ state, provisioned, stale }: Standing): boolean {
  if (state === null || !satisfiesDependents(state, provisioned === true)) return true;
  return state === "ready" && stale === true;
}

/**
 * Whether a resource that seemed blocked really is. Dependencies that are being changed at this moment are waited for:
 * either the change is seen here, or the change wakes its dependents and sees this one.
 */
export async function isStillBlocked(tenant: Tenant, key: string, dependencies: number): Promise<boolean> {
  const states = await findSettledDependencyStates(tenant, key);
  return states.length < dependencies || states.some(blocksDependents);
}
