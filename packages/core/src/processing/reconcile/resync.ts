import { type ResourcePlace, resyncWaiting } from "@pragma/db/queries";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** How long a resource waits without a wake-up before it is looked at again. */
const RESYNC_SECONDS = 30;
const BATCH = 500;

const BEGINNING: ResourcePlace = { organization_id: "00000000-0000-0000-0000-000000000000", key: "" };

/**
 * Looks again at resources that have waited long: a safety net for missed wake-ups. Each round is bounded, since most
 * resources wait for good reason.
 * @param after where the previous round ended; undefined at first
 * @returns where this round ended, for the next one; undefined once all have had their turn
 */
export async function resync(core: Core, after: ResourcePlace | undefined): Promise<ResourcePlace | undefined> {
  const places = await resyncWaiting(core.db, RESYNC_SECONDS, after ?? BEGINNING, BATCH);
  if (places.length > 0) core.wakeUp.enqueued();
  return places.length < BATCH ? undefined : places.at(-1);
}
