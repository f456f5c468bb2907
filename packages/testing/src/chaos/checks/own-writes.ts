import { codeOf, objectOf } from "../answer.ts";
import type { RequestFact } from "../facts.ts";
import { subjectOf } from "../operation.ts";
import type { Check, Violation } from "../violation.ts";

/** For a name that only one client writes, that client must read what it wrote last, whichever replica it asks. */
export const ownWrites: Check = {
  name: "own-writes",
  promise: "a client reads what it wrote, on every replica",
  run: ({ requests }) => {
    const own = requests.filter(({ operation, client }) => subjectOf(operation)?.endsWith(`/own-${client}`));
    const groups = Map.groupBy(own, ({ space, operation }) => `${space} ${subjectOf(operation)}`);
    return [...groups.values()].flatMap(faultsOf);
  },
};

function faultsOf(requests: readonly RequestFact[]): Violation[] {
  let written: RequestFact | null = null;
  return requests
    .toSorted((a, b) => a.startedAt - b.startedAt)
    .flatMap((request): Violation[] => {
      const { operation, status } = request;
      if (
        operation.kind === "get" &&
        status === 200 &&
        written &&
        textOf(request.answer) !== textOf(written.operation)
      ) {
        const message = `get (${request.id}) shows ${textOf(request.answer)}, though ${written.id} wrote ${textOf(written.operation)}`;
        return [{ check: ownWrites.name, message, space: request.space, key: operation.key, at: request.startedAt }];
      }
      if (operation.kind === "get" || operation.kind === "status" || operation.kind === "history") return [];
      // It is unknown what may or may not have been written, or was written at another time.
      const isKnown = operation.kind === "apply" && status === 200 && operation.idempotencyKey === undefined;
      const isRefused = status !== null && status >= 400 && status < 500 && codeOf(request) !== null;
      if (isKnown) written = request;
      else if (!isRefused) written = null;
      return [];
    });
}

/** The text that distinguishes configs; no detach rewrites it. */
function textOf(value: unknown): unknown {
  const config = objectOf(objectOf(value as never)["config"] ?? null);
  return config["text"] ?? objectOf(config["data"] ?? null)["value"];
}
