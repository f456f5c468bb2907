import { adoptingEvents } from "../adoptions.ts";
import type { Facts, HandlerFact } from "../facts.ts";
import { handlersOf, type Life, livesOf } from "../lives.ts";
import { isLook } from "../looks.ts";
import { idOf } from "../operation.ts";
import { excusedResources } from "../overlaps.ts";
import { isOutside } from "../universe.ts";
import type { Check, Violation } from "../violation.ts";

/** A handler's result reaches the outside world and the platform by different routes. */
const TOLERANCE_MS = 100;

/** The row is removed only if the provider confirmed it, or no event was ever handed to it. */
export const gone: Check = {
  name: "gone",
  promise: "a resource goes only when its provider confirmed that, or never saw it",
  run: (facts) => {
    const excused = excusedResources(facts);
    return livesOf(facts)
      .filter(({ key, gone: end, orphaned }) => isOutside(key) && end !== undefined && !orphaned)
      .filter(({ space, key }) => !excused.has(`${space} ${idOf(key)}`))
      .filter((life) => !wasNeverItsOwn(life, facts))
      .flatMap((life) => faultOf(life, handlersOf(life, facts.handlers)));
  },
};

/** What is there may be a stranger's: it was refused for that, or never was taken over. */
function wasNeverItsOwn({ steps }: Life, facts: Facts): boolean {
  const last = steps.findLast(({ from, to }) => from === "processing" && to === "failed");
  if (!last || steps.some(({ from, to }) => from === "processing" && to === "ready")) return false;
  return last.error?.includes(" exists already") === true || adoptingEvents(facts).has(last.eventId ?? "");
}

function faultOf({ space, key, gone: end }: Life, handlers: readonly HandlerFact[]): Violation[] {
  const at = end?.at ?? 0;
  const found = (message: string): Violation[] => [{ check: gone.name, message, space, key, at }];
  const running = handlers.find(({ endedAt }) => (endedAt ?? Number.POSITIVE_INFINITY) > at + TOLERANCE_MS);
  if (running) return found(`it was gone while ${nameOf(running)} ran`);
  const last = handlers.findLast(({ method }) => !isLook(method));
  if (!last || (last.method === "delete" && last.end === "returned")) return [];
  return found(`it was gone though the last that its provider did was ${nameOf(last)}, which ${last.end}`);
}

function nameOf({ method, number }: HandlerFact): string {
  return `${method} (handler ${number})`;
}
