import { removeUnservedTypes } from "@pragma/db/queries";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { SILENCE_SECONDS } from "../readiness/silence.ts";

/**
 * Removes the shipped types that no live worker has served for a grace period: a worker that starts, or stops, says
 * nothing of what others ship. While a worker of an earlier release lives nothing is removed, since that one does not say
 * what it serves. Runs often on every worker; several at once do no harm.
 * @returns the types that went, as `provider/resource`
 */
export async function sweepShippedTypes(core: Core, graceMs: number): Promise<string[]> {
  const removed = await removeUnservedTypes(core.db, SILENCE_SECONDS, graceMs);
  if (removed.length > 0)
    core.services.logger.warn({ types: removed }, "types that no worker serves any more were removed");
  return removed;
}
