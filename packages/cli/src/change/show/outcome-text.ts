import { type OutcomeCount, outcomeWords } from "@pragma/contract/outcome-words";
import type { Change, ChangeAction } from "@pragma/sdk";

/** Outcome of an applied change so far. */
export interface Outcome {
  /** `1 failed, 2 waiting`; empty if everything was done. */
  notDone: string;
  /** `1 updated, 2 unchanged`: only what succeeded. */
  done: string;
}

/** Counted by how each action ended: the counts of a change are of what it declares, whatever became of that. */
export function outcomeOf({ counts }: Pick<Change, "counts">, actions: readonly ChangeAction[]): Outcome {
  const outcomes = actions.map(outcomeCount);
  const done = outcomeWords(outcomes.filter(({ outcome }) => outcome === "succeeded"));
  const unchanged = counts.unchanged > 0 ? [`${counts.unchanged.toLocaleString("en")} unchanged`] : [];
  const notDone = outcomeWords(outcomes.filter(({ outcome }) => outcome !== "succeeded"));
  return { notDone: notDone.join(", "), done: [...done, ...unchanged].join(", ") };
}

/** A follower that had nothing to do counts as checked. */
function outcomeCount({ action, changes, state }: ChangeAction): OutcomeCount {
  const kind = action === "follow" && changes.length === 0 ? "checked" : action;
  return { action: kind, outcome: state ?? null, count: 1 };
}
