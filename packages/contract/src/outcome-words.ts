import type { ActionKind } from "./change.ts";

/**
 * Actions of one kind with one outcome. Of a change that has failed, what waits for a failure is `blocked`, and what had not begun
 * when the change was ended is `not_begun`: both are shown as failed. What is open may be known as running or waiting. `checked` is a
 * follower that had nothing to do. Null as long as the change is a plan.
 */
export interface OutcomeCount {
  action: ActionKind | "checked";
  outcome: "open" | "running" | "waiting" | "succeeded" | "failed" | "superseded" | "blocked" | "not_begun" | null;
  count: number;
}

/** How the error of an action begins that had not begun when its change was ended. It has no dead letter, and cannot be retried. */
export const NOT_BEGUN = "not begun:";

/** Words for what was done, by kind of action, in the order in which it is said; of one, and of several. */
const DONE: Record<OutcomeCount["action"], readonly [string, string]> = {
  create: ["created", "created"],
  update: ["updated", "updated"],
  replace: ["replaced", "replaced"],
  adopt: ["adopted", "adopted"],
  stage: ["saved as a draft", "saved as drafts"],
  delete: ["deleted", "deleted"],
  follow: ["dependent updated", "dependents updated"],
  uncompared: ["compared and equal", "compared and equal"],
  checked: ["checked", "checked"],
  refuse: ["refused", "refused"],
};

/** Words for how the rest ended, whatever it was to be, in the order in which it is said. */
const ENDED = {
  failed: "failed",
  running: "running",
  waiting: "waiting",
  blocked: "blocked",
  not_begun: "not begun",
  // By a later change, or by an apply; followers also by the end of their change.
  superseded: "superseded",
  open: "to go",
} as const;

/** Word for what was done to one resource; null for a kind that only a later release knows. */
export function doneWord(action: string): string | null {
  if (action === "follow") return "updated";
  return Object.hasOwn(DONE, action) ? DONE[action as OutcomeCount["action"]][0] : null;
}

/** Outcome of a change, such as `12 updated`, `12 checked`, `1 failed`. Nothing of a plan. */
export function outcomeWords(outcomes: readonly OutcomeCount[]): string[] {
  const sum = (some: readonly OutcomeCount[]): number => some.reduce((total, { count }) => total + count, 0);
  const done = Object.entries(DONE).flatMap(([action, [one, several]]) => {
    const count = sum(outcomes.filter((each) => each.action === action && each.outcome === "succeeded"));
    return count === 0 ? [] : [`${count.toLocaleString("en")} ${count === 1 ? one : several}`];
  });
  const others = Object.entries(ENDED).flatMap(([outcome, words]) => {
    const count = sum(outcomes.filter((each) => each.outcome === outcome));
    return count === 0 ? [] : [`${count.toLocaleString("en")} ${words}`];
  });
  return [...done, ...others];
}
