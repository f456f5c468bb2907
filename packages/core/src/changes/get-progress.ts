import type { OutcomeCount } from "@pragma/contract";
import { type ActionTally, findChange, tallyActions } from "@pragma/db/queries";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { notFound } from "../foundation/common/errors.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { changeIdOf } from "./present/change-id.ts";

/** How far a change has come, in actions. Refused ones do not count. */
export interface ChangeProgressCounts {
  /** May grow while the change is applying: followers are found then. */
  total: number;
  settled: number;
  /** Failed ones among the settled. */
  failed: number;
  /** The same by kind. */
  outcomes: OutcomeCount[];
}

/** Counts the actions of a change by what became of them. @throws DomainError not_found */
export async function getChangeProgress(
  core: Core,
  context: RequestContext,
  id: string,
): Promise<ChangeProgressCounts> {
  const tenant = core.db.tenant(context.organizationId);
  const changeId = changeIdOf(id);
  const change = await findChange(tenant, changeId);
  if (!change) throw notFound("Change");
  const counts: ChangeProgressCounts = { total: 0, settled: 0, failed: 0, outcomes: [] };
  for (const tally of await tallyActions(tenant, changeId)) {
    if (tally.action === "refuse") continue;
    const { count } = tally;
    const outcome = outcomeOf(tally, change.status);
    const hasFailed = outcome === "failed" || outcome === "blocked" || outcome === "not_begun";
    counts.total += count;
    if (hasFailed) counts.failed += count;
    if (hasFailed || outcome === "succeeded" || outcome === "superseded") counts.settled += count;
    counts.outcomes.push({ action: tally.action as OutcomeCount["action"], outcome, count });
  }
  return counts;
}

/** An action still open when a change has failed waits for a failure, and counts as failed with it. */
function outcomeOf({ outcome, not_begun }: ActionTally, status: string): OutcomeCount["outcome"] {
  if (not_begun) return "not_begun";
  return outcome === "open" && status === "failed" ? "blocked" : outcome;
}
