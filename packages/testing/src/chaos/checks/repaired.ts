import type { Facts, HistoryFact } from "../facts.ts";
import { type Life, livesOf } from "../lives.ts";
import { isLook } from "../looks.ts";
import { replacingSteps } from "../replacements.ts";
import { type Timelines, timelinesOf } from "../timeline.ts";
import { isOutside } from "../universe.ts";
import type { Check, Violation } from "../violation.ts";
import { uses } from "./in-use.ts";

/** What depends on a replaced thing may have gone with it. */
export const repaired: Check = {
  name: "repaired",
  promise: "each direct dependent of what was replaced ran once more with it, whether or not its values differ",
  run(facts) {
    const timelines = timelinesOf(facts);
    return livesOf(facts).flatMap((life) =>
      replacingSteps(life.steps).flatMap((step) => {
        const made = life.steps.find(
          ({ id, eventId, to }) => id > step.id && eventId === step.eventId && to === "ready",
        );
        return made ? unrepaired(life, made, { facts, timelines }) : [];
      }),
    );
  },
};

function unrepaired(
  { space, key }: Life,
  made: HistoryFact,
  { facts, timelines }: { facts: Facts; timelines: Timelines },
): Violation[] {
  return facts.resources
    .filter((resource) => resource.space === space && resource.key !== key && isOutside(resource.key))
    .filter(({ state, stale, handling: { paused, mode } }) => state === "ready" && !stale && !paused && mode === "full")
    .filter((resource) => uses(timelines.get(`${space} ${resource.key}`) ?? [], key, made.at))
    .filter(({ id }) => !ranSince(id, made, facts))
    .map(({ key: dependent }): Violation => {
      const message = `${key}, which it uses, was replaced (history ${made.id}), and it was not repaired`;
      return { check: repaired.name, message, space, key: dependent, at: made.at };
    });
}

function ranSince(id: string, { space, at }: HistoryFact, { handlers }: Facts): boolean {
  return handlers.some(
    ({ method, end, beganAt, ...handler }) =>
      handler.space === space && handler.id === id && !isLook(method) && end === "returned" && beganAt >= at,
  );
}
