import type { Facts, HandlerFact } from "../facts.ts";
import { isSame } from "../is-same.ts";
import { handlersOf, type Life, livesOf } from "../lives.ts";
import { sinceReplaced } from "../replacements.ts";
import { isOutside } from "../universe.ts";
import type { Check, Violation } from "../violation.ts";

export const previous: Check = {
  name: "previous",
  promise: "an update is told the last config that succeeded, or what was found in its place and accepted",
  run: (facts) =>
    livesOf(facts)
      .filter(({ key }) => isOutside(key))
      .flatMap((life) => faultsOf(life, handlersOf(life, facts.handlers), facts)),
};

function faultsOf(life: Life, handlers: readonly HandlerFact[], facts: Facts): Violation[] {
  return handlers
    .filter(({ method, previous: told }) => method === "update" && told !== null)
    .filter(({ operationId }) => !isAccepting(life, operationId, facts))
    .flatMap((handler): Violation[] => {
      const success = lastSuccess(life, handler, handlers);
      if (!success || isSame(success.config, handler.previous ?? undefined)) return [];
      const message = `update (handler ${handler.number}) was told ${JSON.stringify(handler.previous)}, but what succeeded last is ${JSON.stringify(success.config)} (handler ${success.number})`;
      return [{ check: previous.name, message, space: life.space, key: life.key, at: handler.beganAt }];
    });
}

/** Whether an event declares what a check found. */
function isAccepting({ key, steps }: Life, eventId: string, { requests }: Facts): boolean {
  const by = steps.find((step) => step.eventId === eventId)?.correlationId;
  const operation = requests.find(({ id }) => id === by)?.operation;
  const planned = requests.find(({ answer }) => {
    return operation?.kind === "change-apply" && (answer as { id?: unknown } | null)?.id === operation.id;
  })?.operation;
  const change = planned ?? operation;
  if (change?.kind !== "change") return false;
  return change.drift?.some((chosen) => chosen.key === key && chosen.choice === "accept") === true;
}

/** The handler with the last result that counted before an event was handed over. */
function lastSuccess(
  { steps }: Life,
  { operationId, number }: HandlerFact,
  handlers: readonly HandlerFact[],
): HandlerFact | undefined {
  const handed = steps.findLast(({ to, eventId }) => to === "processing" && eventId === operationId);
  // Nothing is left of what was replaced.
  const success = sinceReplaced(steps, handed?.id ?? 0).findLast(
    ({ id, from, to }) => handed !== undefined && id < handed.id && from === "processing" && to === "ready",
  );
  return handlers.findLast(
    (handler) =>
      handler.operationId === success?.eventId &&
      handler.number < number &&
      handler.end === "returned" &&
      (handler.method === "create" || handler.method === "update"),
  );
}
