import { setTimeout as sleep } from "node:timers/promises";
import type { Core } from "@pragma/core";
import { type Claim, type Outcome, type Settlement, settleAndContinue } from "@pragma/core/reconcile";
import { isOutage, isStatementTimeout } from "@pragma/db";

const FIRST_DELAY_MS = 50;
const LAST_DELAY_MS = 1000;
/** How often the database may refuse a result, or time out writing it, while it is available. */
const REFUSALS = 3;

/**
 * Writes a result. The provider has done its work, so it is retried as long as the database is away. If the database
 * refuses the result, or takes too long to write it each time, the event fails instead, with the reason; if even that
 * is refused, the lease expires and the reaper takes over.
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
    trace_id: claim.trace.traceId,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
