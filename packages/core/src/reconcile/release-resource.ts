import { endLease } from "@pragma/db/queries";
import type { Core } from "../unit-of-work/core.ts";
import type { Claim } from "./claim.ts";

/**
 * Gives a resource back whose handler has ended without a result that counts: its event was cancelled, or its worker was
 * lost. The next event of the resource waited for that.
 * @returns false if somebody else had taken it over
 */
export async function releaseResource(
  core: Core,
  { organizationId, key, leaseId }: Pick<Claim, "organizationId" | "key" | "leaseId">,
): Promise<boolean> {
  const ended = await endLease(core.db.tenant(organizationId), key, leaseId);
  if (ended) core.wakeUp.enqueued();
  return ended;
}
