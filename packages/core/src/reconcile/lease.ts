import { randomUUID } from "node:crypto";
import type { Lease } from "@pragma/db/queries";
import type { Core } from "../unit-of-work/core.ts";

/**
 * The hold that a worker takes on a resource with the claim of an event. Its id is of this claim alone: an event keeps
 * its id when it is retried, and begins to count its attempts anew.
 * @param owner the worker
 */
export function newLease(core: Core, owner: string, eventId: string): Lease {
  return { id: randomUUID(), eventId, owner, seconds: core.services.settings.leaseSeconds };
}
