import { type ObjectContext, perform } from "./api.ts";
import type { ObjectOutputs } from "./config.ts";
import { waitUntilGone } from "./wait.ts";

const ACCEPTED = 202;

/** Deletes the object; what is gone already is deleted. Where the API only accepts to do it, waits until it is done. */
export async function deleteObject(ctx: ObjectContext, known: ObjectOutputs): Promise<void> {
  const answer = await perform(ctx, "delete", known, true);
  if (answer?.status === ACCEPTED) await waitUntilGone(ctx, known);
}
