import { expect, it } from "vitest";
import { type OutcomeCount, outcomeWords } from "./outcome-words.ts";

const of = (action: OutcomeCount["action"], outcome: OutcomeCount["outcome"], count: number): OutcomeCount => ({
  action,
  outcome,
  count,
});

it.each<[string, OutcomeCount[], string]>([
  ["what is planned", [of("create", null, 2)], ""],
  [
    "what succeeded, by kind",
    [of("checked", "succeeded", 12), of("update", "succeeded", 12)],
    "12 updated, 12 checked",
  ],
  [
    "one and several",
    [of("stage", "succeeded", 1), of("follow", "succeeded", 2)],
    "1 saved as a draft, 2 dependents updated",
  ],
  ["what failed, of all kinds", [of("create", "failed", 1), of("update", "failed", 2)], "3 failed"],
  ["what is left", [of("delete", "open", 1), of("follow", "superseded", 1)], "1 superseded, 1 to go"],
  ["why it did not run", [of("follow", "blocked", 1200), of("create", "not_begun", 3)], "1,200 blocked, 3 not begun"],
])("says %s", (_, outcomes, words) => {
  expect(outcomeWords(outcomes).join(", ")).toBe(words);
});
