import { type Claim, claimEvent, type Outcome, settleEvent } from "@pragma/core";
import { z } from "zod";
import type { HeldClaims } from "./held-claims.ts";
import { type EventRunner, runEvent } from "./run-event.ts";

/** Payload of the job `reconcile`; written in SQL by `enqueue_reconcile`. */
const payloadSchema = z.object({ organizationId: z.uuid(), key: z.string() });

const SETTLE_ATTEMPTS = 10;
const SETTLE_DELAY_MS = 500;

/** The task that looks at one resource and carries out what is to be done. */
export function reconcileTask(runner: EventRunner, held: HeldClaims, owner: string) {
  return async (payload: unknown): Promise<void> => {
    const { organizationId, key } = payloadSchema.parse(payload);
    const claim = await claimEvent(runner.core, { organizationId, key, owner });
    if (!claim) return;
    const outcome = await held.hold(claim, (signal) => runEvent(runner, claim, signal));
    await settleSurely(runner, claim, outcome);
  };
}

/**
 * The provider has done its work, so the result is worth some patience: Postgres may be restarting. If it never gets
 * through, the lease ends, and the event runs again.
 */
async function settleSurely({ core }: EventRunner, claim: Claim, outcome: Outcome): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await settleEvent(core, claim, outcome);
      return;
    } catch (error) {
      if (attempt === SETTLE_ATTEMPTS) throw error;
      core.logger.warn({ err: error, resource: claim.key, attempt }, "a result could not be written yet");
      await new Promise((resolve) => setTimeout(resolve, SETTLE_DELAY_MS));
    }
  }
}
