import type { HandlerFact, HandlerMethod } from "./facts.ts";

/** Whether a handler of this kind looks at an object, and leaves it as it is. */
export function isLook(method: HandlerMethod): boolean {
  return method === "observe" || method === "read" || method === "import" || method === "list";
}

/** Whether a handler was run for no event: to compare the object with what is declared. */
export function isCheck({ id, operationId }: Pick<HandlerFact, "id" | "operationId">): boolean {
  return operationId === id;
}
