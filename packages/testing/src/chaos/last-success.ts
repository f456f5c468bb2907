import type { HandlerFact } from "./facts.ts";
import { handlersOf, type Life } from "./lives.ts";

/** The handler whose result was the last success of a life: of what is only observed, a look. */
export function lastSuccessOf(life: Life, handlers: readonly HandlerFact[]): HandlerFact | undefined {
  const success = life.steps.findLast(({ from, to }) => from === "processing" && to === "ready");
  return handlersOf(life, handlers).findLast(
    ({ operationId, end }) => operationId === success?.eventId && end === "returned",
  );
}
