import { revertedBy } from "../adoptions.ts";
import type { ActionFact, ChangeFact, Facts, HandlerFact } from "../facts.ts";
import type { Check, Violation } from "../violation.ts";

/** What is taken over is somebody else's work. */
export const adoption: Check = {
  name: "adoption",
  promise: "what is to be taken over is never made, and what was is not deleted by undoing that",
  run: (facts) => facts.changes.flatMap((change) => [...madeFaults(change, facts), ...undoneFaults(change, facts)]),
};

/** Where there is nothing to take over the action fails, or waits: nothing is made in its place. */
function madeFaults(change: ChangeFact, { handlers }: Facts): Violation[] {
  return adoptions(change).flatMap(({ key, eventId }) =>
    handlers
      .filter((handler) => handler.space === change.space && handler.operationId === eventId)
      .filter(({ method }) => method === "create" || method === "delete")
      .map((handler) => found(change, key, handler, "ran for it")),
  );
}

function undoneFaults(change: ChangeFact, { requests, history, handlers }: Facts): Violation[] {
  const undoing = requests.filter(
    ({ operation, space }) =>
      space === change.space && operation.kind === "change-apply" && revertedBy(operation.id, requests) === change.id,
  );
  return adoptions(change).flatMap(({ key }) => {
    const events = history
      .filter((row) => row.space === change.space && row.key === key && row.type === "DELETE")
      .filter(({ correlationId }) => undoing.some(({ id }) => id === correlationId))
      .map(({ eventId }) => eventId);
    return handlers
      .filter(({ method, operationId }) => method === "delete" && events.includes(operationId))
      .map((handler) => found(change, key, handler, "ran to undo that"));
  });
}

function adoptions({ actions }: ChangeFact): ActionFact[] {
  return actions.filter(({ action, eventId }) => action === "adopt" && eventId !== null);
}

function found(
  { space, id }: ChangeFact,
  key: string,
  { method, number, beganAt }: HandlerFact,
  did: string,
): Violation {
  const message = `change ${id} was to take over what is there, and ${method} (handler ${number}) ${did}`;
  return { check: adoption.name, message, space, key, at: beganAt };
}
