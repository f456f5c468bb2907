import { codeOf } from "../answer.ts";
import type { Facts, RequestFact } from "../facts.ts";
import { isSame } from "../is-same.ts";
import { subjectOf } from "../operation.ts";
import type { Check, Violation } from "../violation.ts";

export const replays: Check = {
  name: "replays",
  promise: "a request with an Idempotency-Key is carried out once, and answered the same each time",
  run(facts) {
    const keyed = facts.requests.filter(({ operation }) => "idempotencyKey" in operation);
    const groups = Map.groupBy(keyed, ({ space, operation }) => `${space} ${JSON.stringify(operation)}`);
    return [...groups.values()].filter((group) => group.length > 1).flatMap((group) => faultsOf(group, facts));
  },
};

function faultsOf(group: readonly RequestFact[], { history }: Facts): Violation[] {
  const [first] = group as [RequestFact];
  const found = (message: string): Violation => ({
    ...{ check: replays.name, message, space: first.space, key: subjectOf(first.operation), at: first.startedAt },
  });
  const ids = new Set(group.map(({ id }) => id));
  const effects = new Set(
    history.filter(({ correlationId }) => ids.has(correlationId)).map((row) => row.correlationId),
  );
  const kept = group.filter(isKept);
  const other = kept.find(({ status, answer }) => status !== kept[0]?.status || !isSame(answer, kept[0]?.answer));
  return [
    ...(effects.size > 1
      ? [found(`requests with one key were carried out ${effects.size} times: ${[...effects].join(", ")}`)]
      : []),
    ...(other ? [found(`requests with one key were answered differently: ${kept[0]?.id} and ${other.id}`)] : []),
  ];
}

/** Its answer is stored. An error contains the id of the first request, so only its text is compared. */
function isKept({ status, answer }: RequestFact): boolean {
  return status === 200 && codeOf({ answer }) === null;
}
