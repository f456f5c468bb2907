import { type DeadLetterFilter, type DeadLetterPosition, listDeadLetterRows } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { isLeftAlone } from "./is-left-alone.ts";
import { retryDeadLetter } from "./retry-dead-letter.ts";

const BATCH = 500;

/** Retries all present dead letters that a filter finds, as it does in the list. Skips those that cannot be retried. */
export async function retryAllDeadLetters(
  core: Core,
  context: RequestContext,
  filter: DeadLetterFilter,
): Promise<{ retried_count: number; skipped_count: number }> {
  const tenant = core.db.tenant(context.organizationId);
  const counts = { retried_count: 0, skipped_count: 0 };
  let after: DeadLetterPosition | undefined;
  for (;;) {
    const letters = await listDeadLetterRows(tenant, filter, after, BATCH);
    for (const letter of letters) {
      if (await retried(core, context, letter.event_id)) counts.retried_count++;
      else counts.skipped_count++;
    }
    const last = letters.at(-1);
    if (!last || letters.length < BATCH) return counts;
    after = { failedAt: last.failed_at, eventId: last.event_id };
  }
}

async function retried(core: Core, context: RequestContext, eventId: string): Promise<boolean> {
  try {
    await retryDeadLetter(core, context, eventId);
    return true;
  } catch (error) {
    if (error instanceof DomainError && (error.code === "not_found" || isLeftAlone(error))) return false;
    throw error;
  }
}
