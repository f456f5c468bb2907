import { endLease } from "@pragma/db/queries";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { Claim } from "./claim.ts";

/**
 * Releases a resource whose handler has ended without a result that counts: its event was cancelled, or its worker was
 * lost. The resource's next event was waiting for this.
 * @returns false if another worker has taken it over
 */
export async function releaseResource(
  core: Core,
  { organizationId, key, leaseId }: Pick<Claim, "organizationId" | "key" | "leaseId">,
): Promise<boolean> {
  const ended = await endLease(core.db.tenant(organizationId), key, leaseId);
  if (ended) core.wakeUp.enqueued();
  return ended;
}
