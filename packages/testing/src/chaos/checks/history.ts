import type { HistoryFact } from "../facts.ts";
import { type Life, livesOf } from "../lives.ts";
import type { Check, Violation } from "../violation.ts";

/** Where a step may lead from each state. A dash stands for no resource. */
const LEGAL: Record<string, readonly string[]> = {
  "-": ["draft", "pending"],
  draft: ["draft", "pending", "-"],
  // A change replaces what waits, by a draft, too.
  pending: ["pending", "processing", "failed", "draft", "-"],
  processing: ["processing", "pending", "ready", "failed", "-"],
  // A changed value that can no longer be resolved makes a ready resource fail.
  ready: ["ready", "pending", "draft", "failed", "-"],
  failed: ["failed", "pending", "draft", "-"],
};
/**
 * A discarded draft leaves the resource as before it, in the generation of its config too. What ran is sent once more if the
 * draft took the place of one that an attempt had been made for.
 */
const LEGAL_DISCARD: readonly string[] = ["draft ready", "draft failed", "draft pending"];
/** Legal next states when the end of a change gives a resource back, or cancels it. */
const LEGAL_END: Record<string, readonly string[]> = {
  pending: ["ready", "failed", "draft", "pending"],
  processing: ["failed"],
};

export const history: Check = {
  name: "history",
  promise:
    "each step begins where the one before ended, is legal, and goes back in generations by a discarded draft or an ended change alone",
  run: (facts) => livesOf(facts).flatMap(faultsOf),
};

function faultsOf({ space, key, steps }: Life): Violation[] {
  return steps.flatMap((step, index): Violation[] => {
    const fault = faultOf(step, steps[index - 1]);
    if (fault === null) return [];
    const message = `history ${step.id}, ${step.type} ${step.from ?? "-"} > ${step.to ?? "-"}, ${fault}`;
    return [{ check: history.name, message, space, key, at: step.at }];
  });
}

function faultOf(step: HistoryFact, before: HistoryFact | undefined): string | null {
  const standing = before?.to ?? null;
  if (step.from !== standing) return `begins where the resource was ${standing ?? "absent"}`;
  if (step.type === "DISCARD") return LEGAL_DISCARD.includes(`${step.from} ${step.to}`) ? null : "is not a legal step";
  if (step.type === "END") return LEGAL_END[step.from ?? "-"]?.includes(step.to ?? "-") ? null : "is not a legal step";
  if (!LEGAL[step.from ?? "-"]?.includes(step.to ?? "-")) return "is not a legal step";
  if (before && step.generation < before.generation)
    return `is of generation ${step.generation} after ${before.generation}`;
  return null;
}
