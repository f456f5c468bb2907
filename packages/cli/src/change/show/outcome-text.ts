import type { Change, ChangeAction, ChangeCounts } from "@pragma/sdk";
import { countsText } from "./counts-text.ts";

/** What became of an applied change so far. */
export interface Outcome {
  /** `1 failed, 2 waiting`; empty if everything was done. */
  notDone: string;
  /** `1 changed, 2 unchanged`: only what succeeded. */
  done: string;
}

/** In the order in which they are counted. */
const NOT_DONE = ["failed", "running", "waiting", "superseded"] as const;

/** Counted by how each action ended: the counts of a change are of what it declares, whatever became of that. */
export function outcomeOf({ counts }: Pick<Change, "counts">, actions: readonly ChangeAction[]): Outcome {
  const done: Partial<ChangeCounts> = { unchanged: counts.unchanged };
  for (const action of actions) {
    const kind = countedAs(action);
    if (action.state === "succeeded") done[kind] = (done[kind] ?? 0) + 1;
  }
  const notDone = NOT_DONE.flatMap((state) => {
    const count = actions.filter((action) => action.state === state).length;
    return count === 0 ? [] : `${count.toLocaleString("en")} ${state}`;
  });
  return { notDone: notDone.join(", "), done: countsText(done, "done") };
}

/** A follower that had nothing to do counts as checked. */
function countedAs({ action, changes }: ChangeAction): keyof ChangeCounts {
  return action === "follow" && changes.length === 0 ? "checked" : action;
}
