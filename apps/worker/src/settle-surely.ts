import { setTimeout as sleep } from "node:timers/promises";
import type { Core } from "@pragma/core";
import { type Claim, type Outcome, type Settlement, settleAndContinue } from "@pragma/core/reconcile";
import { isOutage, isStatementTimeout } from "@pragma/db";

const FIRST_DELAY_MS = 50;
const LAST_DELAY_MS = 1000;
/** Times that the database may refuse a result, or give up writing it, rather than be away. */
const REFUSALS = 3;

/**
 * Writes a result. The provider has done its work, so that is worth patience: as long as the database is away, it is
 * tried again. A result that the database refuses, or takes too long to write each time, fails the event instead, with the
 * reason; if even that is refused, the lease ends and the reaper takes over.
 * @returns as `settleAndContinue` does
 */
export async function settleSurely(core: Core, claim: Claim, outcome: Outcome): Promise<Settlement> {
  let delay = FIRST_DELAY_MS;
  let refusals = 0;
  let result = outcome;
  for (;;) {
    try {
      const settlement = await settleAndContinue(core, claim, result);
      if (!settlement.counted)
        core.services.logger.info(factsOf(claim, outcome), "a result came too late and was discarded");
      return settlement;
    } catch (error) {
      const isRefused = !isOutage(error) || isStatementTimeout(error);
      core.services.logger[isRefused ? "warn" : "debug"](
        { err: error, ...factsOf(claim, outcome) },
        "a result is not written yet",
      );
      if (isRefused && ++refusals >= REFUSALS) {
        if (refusals > REFUSALS) throw error;
        result = { kind: "failed", message: `Its result cannot be stored: ${messageOf(error)}` };
      }
    }
    await sleep(delay);
    delay = Math.min(delay * 2, LAST_DELAY_MS);
  }
}

function factsOf(claim: Claim, outcome: Outcome) {
  return {
    resource: claim.key,
    event: claim.eventId,
    attempt: claim.attempt,
    outcome: outcome.kind,
    correlation_id: claim.correlationId,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
