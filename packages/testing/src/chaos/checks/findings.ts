import type { ChangedPlace, HistoryFact } from "../facts.ts";
import { isSame } from "../is-same.ts";
import { type Life, livesOf } from "../lives.ts";
import type { Check, Violation } from "../violation.ts";

/** Findings are news. */
export const findings: Check = {
  name: "findings",
  promise: "what a check finds is told once: no finding repeats the one before, and each leaves the state as it is",
  run: (facts) => livesOf(facts).flatMap(faultsOf),
};

function faultsOf({ space, key, steps }: Life): Violation[] {
  const found = (step: HistoryFact, message: string): Violation => {
    return { check: findings.name, message: `history ${step.id} ${message}`, space, key, at: step.at };
  };
  let told: HistoryFact | undefined;
  return steps.flatMap((step): Violation[] => {
    if (step.type !== "DRIFT") {
      // What is told after a success is of another object, or of the same as it is then.
      if (step.from === "processing" && step.to === "ready") told = undefined;
      return [];
    }
    const before = told;
    told = step;
    if (step.from !== step.to) return [found(step, `is a finding, and leads from ${step.from} to ${step.to}`)];
    const isRepeated = before !== undefined && wordOf(step) === undefined && isSame(placesOf(before), placesOf(step));
    return isRepeated ? [found(step, `tells what history ${before.id} has told`)] : [];
  });
}

function wordOf({ changes }: HistoryFact): ChangedPlace | undefined {
  return changes.find(({ path }) => path === "drift");
}

/** Of sensitive values only that they differ is told. */
function placesOf({ changes }: HistoryFact): Parameters<typeof isSame>[0] {
  return changes.filter(({ path }) => path !== "drift") as unknown as Parameters<typeof isSame>[0];
}
