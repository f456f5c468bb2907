import { type ResourcePlace, resyncWaiting } from "@pragma/db/queries";
import type { Core } from "../unit-of-work/core.ts";

/** A waiting resource that nothing woke for this long is looked at again. */
const RESYNC_SECONDS = 30;
const BATCH = 500;

const BEGINNING: ResourcePlace = { organization_id: "00000000-0000-0000-0000-000000000000", key: "" };

/**
 * Looks again at what has waited long: a net below the wake-ups, should one have been missed. A bounded number each
 * round, since most of what waits does so for good reason.
 * @param after where the round before ended; undefined at first
 * @returns where this one ended, to be passed to the next; undefined once all have had their turn
 */
export async function resync(core: Core, after: ResourcePlace | undefined): Promise<ResourcePlace | undefined> {
  const places = await resyncWaiting(core.db, RESYNC_SECONDS, after ?? BEGINNING, BATCH);
  if (places.length > 0) core.wakeUp.enqueued();
  return places.length < BATCH ? undefined : places.at(-1);
}
