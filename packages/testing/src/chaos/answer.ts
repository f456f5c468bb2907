import type { Json, JsonObject } from "@pragma/contract";
import type { RequestFact } from "./facts.ts";

/** The code of an error answer, such as `change_in_flight`; null for other answers. Clients ask for RFC 9457. */
export function codeOf({ answer }: Pick<RequestFact, "answer">): string | null {
  const type = objectOf(answer)["type"];
  return typeof type === "string" && type.startsWith("urn:pragma:error:")
    ? type.slice("urn:pragma:error:".length)
    : null;
}

/** An answer as an object; empty if it is not one. */
export function objectOf(answer: Json): JsonObject {
  return typeof answer === "object" && answer !== null && !Array.isArray(answer) ? answer : {};
}
