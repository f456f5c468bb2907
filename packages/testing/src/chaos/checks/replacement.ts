import type { Facts, HandlerFact, HistoryFact } from "../facts.ts";
import { handlingsOf } from "../handlings.ts";
import { handlersOf, type Life, livesOf } from "../lives.ts";
import { idOf } from "../operation.ts";
import { excusedResources } from "../overlaps.ts";
import { replacingSteps, sinceReplaced } from "../replacements.ts";
import type { Check, Violation } from "../violation.ts";

/** A replacement destroys what it has leave to, and ends with one thing. */
export const replacement: Check = {
  name: "replacement",
  promise:
    "what is replaced is deleted once, before another is made, by a change that may; a change that says so has replaced it",
  run(facts) {
    const excused = excusedResources(facts);
    const lives = livesOf(facts);
    return [
      ...lives
        .filter(({ space, key }) => !excused.has(`${space} ${idOf(key)}`))
        .flatMap((life) => replacingSteps(life.steps).flatMap((step) => faultsOf(life, step, facts))),
      ...untrue(lives, facts),
    ];
  },
};

function faultsOf(life: Life, step: HistoryFact, facts: Facts): Violation[] {
  const { space, key, steps } = life;
  const found = (message: string): Violation => ({ check: replacement.name, message, space, key, at: step.at });
  const leave = hasLeave(step, facts) ? [] : [found(`history ${step.id} replaces it without leave`)];
  // Its old thing is to stay, and no handler is told of that.
  const { on_delete: onDelete } = handlingsOf(life, facts).find((handled) => handled.step === step)?.before ?? {};
  if (onDelete !== "delete") return leave;
  const handlers = handlersOf(life, facts.handlers).filter(({ operationId }) => operationId === step.eventId);
  const deletion = handlers.find(({ method, end }) => method === "delete" && end === "returned");
  if (!deletion) return [...leave, found(`history ${step.id} says that its old thing is gone, and no delete returned`)];
  return [...leave, ...[...orderFaults(handlers, deletion), ...liveFaults(steps, step, { facts, life })].map(found)];
}

/** A deletion that was cut off is repeated, and finds nothing. */
function orderFaults(handlers: readonly HandlerFact[], { number }: HandlerFact): string[] {
  const early = handlers.filter((handler) => handler.method === "create" && handler.number < number);
  const late = handlers.filter(
    (handler) =>
      handler.method === "delete" && handlers.some((one) => one.method === "create" && one.number < handler.number),
  );
  return [
    ...early.map(
      (handler) => `create (handler ${handler.number}) ran before its old thing was deleted (handler ${number})`,
    ),
    ...late.map((handler) => `delete (handler ${handler.number}) ran after another was made`),
  ];
}

/** The old thing is gone for good, and no other went with it. */
function liveFaults(
  steps: readonly HistoryFact[],
  step: HistoryFact,
  { facts, life }: { facts: Facts; life: Life },
): string[] {
  const before = sinceReplaced(steps, step.id).filter(({ id }) => id < step.id);
  const success = before.findLast(({ from, to }) => from === "processing" && to === "ready");
  const handlers = handlersOf(life, facts.handlers);
  const last = handlers.findLast(({ operationId, end }) => operationId === success?.eventId && end === "returned");
  const serial = (last?.outputs as { serial?: unknown } | null | undefined)?.serial;
  const old = facts.objects.find((object) => object.space === life.space && object.serial === serial);
  const deletes = handlers.filter(({ operationId, method }) => operationId === step.eventId && method === "delete");
  const removed = facts.objects.filter(({ removedBy }) => deletes.some(({ number }) => number === removedBy));
  return [
    ...(old && old.removedBy === null ? [`its old thing ${old.serial} is still there after history ${step.id}`] : []),
    ...(removed.length > 1 ? [`history ${step.id} took away ${removed.map((one) => one.serial).join(", ")}`] : []),
  ];
}

/** Whether the change behind a step said that it may replace. */
function hasLeave({ correlationId }: HistoryFact, { requests }: Facts): boolean {
  const request = requests.find(({ id }) => id === correlationId);
  // A retry goes on with what another request was given leave for.
  if (request?.operation.kind !== "change" && request?.operation.kind !== "change-apply") return request !== undefined;
  const { operation } = request;
  if (operation.kind === "change") return operation.allowReplace === true;
  const planned = requests.filter(({ answer }) => (answer as { id?: unknown } | null)?.id === operation.id);
  return planned.some(
    ({ operation: by }) => (by.kind === "change" || by.kind === "change-revert") && by.allowReplace === true,
  );
}

function untrue(lives: readonly Life[], { changes }: Facts): Violation[] {
  const replaced = new Set(lives.flatMap(({ steps }) => replacingSteps(steps)).map(({ eventId }) => eventId));
  return changes.flatMap(({ id, space, actions }) =>
    actions
      .filter(({ action, state, eventId }) => action === "replace" && state === "succeeded" && !replaced.has(eventId))
      .map(({ key }): Violation => {
        return { check: replacement.name, message: `change ${id} says that it has replaced it`, space, key };
      }),
  );
}
