import { type Check, failedCheck, type Judged, judgeCheck } from "@pragma/core/checks";
import { DecryptionError } from "@pragma/core/secrets";
import { ProviderCallError } from "@pragma/runtime";
import type { EventRunner } from "../run-event.ts";
import { type LookLimits, look, NotRunningHere } from "./look.ts";

/**
 * Looks at a resource and judges what was found. What goes wrong is a verdict: the provider, its answer, a key that is gone.
 * @throws what else goes wrong with the platform, and ProviderCallError `cancelled` if the signal aborts
 */
export async function makeCheck(runner: EventRunner, check: Check, limits: LookLimits): Promise<Judged> {
  try {
    const { found, identity } = await look(runner, check, limits);
    return { check, verdict: judgeCheck(runner.core, check, found), identity };
  } catch (error) {
    if (!isOfTheProvider(error)) throw error;
    const isTimeout = error instanceof ProviderCallError && error.kind === "timeout";
    return { check, verdict: failedCheck(error.message, { isTimeout }) };
  }
}

function isOfTheProvider(error: unknown): error is Error {
  if (error instanceof ProviderCallError) return error.kind !== "cancelled";
  return error instanceof NotRunningHere || error instanceof DecryptionError;
}
