import { isCorrection } from "../corrections.ts";
import type { Facts } from "../facts.ts";
import { handlingsOf } from "../handlings.ts";
import { type Life, livesOf } from "../lives.ts";
import type { Check, Violation } from "../violation.ts";

/** Nothing is written outside because of a finding, unless that was asked for. */
export const corrected: Check = {
  name: "corrected",
  promise: "what a check found is sent once more only where it is to be corrected, and once a finding",
  run: (facts) => livesOf(facts).flatMap((life) => faultsOf(life, facts)),
};

function faultsOf(life: Life, facts: Facts): Violation[] {
  const { space, key } = life;
  let isNew = false;
  return handlingsOf(life, facts).flatMap(({ step, before }): Violation[] => {
    const found = (message: string): Violation => {
      return { check: corrected.name, message: `history ${step.id} ${message}`, space, key, at: step.at };
    };
    // A finding that is known when it is to be corrected is told by its correction alone.
    if (step.type === "DRIFT" || step.changes.some(({ path }) => path === "handling.drift")) isNew = true;
    if (!isCorrection(step)) return [];
    const wasNew = isNew;
    isNew = false;
    const { drift = "correct", mode = "full", paused = false } = before;
    if (drift !== "correct" || mode !== "full" || paused) {
      return [found(`corrects what was found, though it is handled as ${JSON.stringify(before)}`)];
    }
    return wasNew ? [] : [found("corrects it, and nothing was found since the correction before")];
  });
}
