import type { Facts, HandlerFact } from "../facts.ts";
import { keyOfHandler } from "../key-of-handler.ts";
import { handlersOf, type Life, livesOf } from "../lives.ts";
import { isLook } from "../looks.ts";
import { idOf } from "../operation.ts";
import { excusedResources } from "../overlaps.ts";
import { sinceReplaced } from "../replacements.ts";
import { thingOf } from "../things.ts";
import { isOutside } from "../universe.ts";
import type { Check, Violation } from "../violation.ts";

/** Observe before create, and update what was created. */
export const createdOnce: Check = {
  name: "created-once",
  promise:
    "create runs only where nothing exists: after a look that found nothing, and after a success only where somebody has removed it, or it is replaced",
  run: (facts) => {
    const excused = excusedResources(facts);
    return livesOf(facts)
      .filter(({ space, key }) => isOutside(key) && !excused.has(`${space} ${idOf(key)}`))
      .flatMap((life) => faultsOf(life, handlersOf(life, facts.handlers), facts.hands));
  },
};

function faultsOf(life: Life, handlers: readonly HandlerFact[], hands: Facts["hands"]): Violation[] {
  return handlers.flatMap((handler, index): Violation[] => {
    if (handler.method !== "create") return [];
    const fault = observeFault(handlers.slice(0, index), handler, hands) ?? successFault(life, handler, hands);
    if (fault === null) return [];
    const message = `create (handler ${handler.number}) ${fault}`;
    return [{ check: createdOnce.name, message, ...keyOfHandler(handler), at: handler.beganAt }];
  });
}

/** Fault of the steps before a create, for a type that can observe. */
function observeFault(before: readonly HandlerFact[], create: HandlerFact, hands: Facts["hands"]): string | null {
  if (keyOfHandler(create).key.includes("/plain/")) return null;
  const observed = before.findLast(({ method }) => isLook(method));
  if (observed?.operationId !== create.operationId) return "ran without a look at what exists";
  if (observed.end !== "returned" || observed.outputs !== null)
    return "ran though the look before did not find nothing";
  const wasMade = hands.some(
    ({ space, id, what, at }) =>
      what === "make" && space === create.space && id === thingOf(create) && at >= observed.beganAt,
  );
  return create.existed && observed.fault !== "blind" && !wasMade ? "ran though the object exists" : null;
}

/** What somebody has removed is created again by an event that repairs, which looks first. */
function successFault({ steps }: Life, create: HandlerFact, hands: Facts["hands"]): string | null {
  const wasRemoved = hands.some(
    ({ space, id, what, at }) =>
      what === "remove" && space === create.space && id === thingOf(create) && at <= create.beganAt,
  );
  if (wasRemoved && !create.existed) return null;
  const begun = steps.findLast(({ to, eventId }) => to === "processing" && eventId === create.operationId);
  const current = sinceReplaced(steps, begun?.id ?? 0);
  const success = current.find(({ from, to }) => from === "processing" && to === "ready");
  return success && begun && success.id < begun.id ? `ran though it had been ready (history ${success.id})` : null;
}
