import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { isLeftAlone } from "./is-left-alone.ts";
import { retryDeadLetter } from "./retry-dead-letter.ts";

/** The outcome for one of several dead letters. */
export interface RetryOutcome {
  event_id: string;
  /** skipped: its resource is no longer failed, or may not be deleted. gone: it or its resource does not exist. */
  outcome: "retried" | "skipped" | "gone";
  /** Why it was not retried. */
  message: string | null;
}

/** Retries dead letters one by one, independently: one that cannot be retried does not affect the others. */
export async function retryDeadLetters(
  core: Core,
  context: RequestContext,
  eventIds: readonly string[],
): Promise<RetryOutcome[]> {
  const outcomes: RetryOutcome[] = [];
  for (const eventId of new Set(eventIds)) outcomes.push(await retryOne(core, context, eventId));
  return outcomes;
}

async function retryOne(core: Core, context: RequestContext, eventId: string): Promise<RetryOutcome> {
  try {
    await retryDeadLetter(core, context, eventId);
    return { event_id: eventId, outcome: "retried", message: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code === "not_found") return { event_id: eventId, outcome: "gone", message: error.message };
    if (isLeftAlone(error)) return { event_id: eventId, outcome: "skipped", message: error.message };
    throw error;
  }
}
