import { randomUUID } from "node:crypto";
import type { Lease } from "@pragma/db/queries";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/**
 * A worker's hold on a resource, taken with the claim of an event. The id is unique to the claim, since a retried event
 * keeps its id and counts its attempts from the start.
 * @param owner the worker
 */
export function newLease(core: Core, owner: string, eventId: string): Lease {
  return { id: randomUUID(), eventId, owner, seconds: core.services.settings.leaseSeconds };
}
