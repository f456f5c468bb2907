import type { Json } from "@pragma/contract";
import { objectOf } from "../answer.ts";
import type { Facts, HistoryFact, RequestFact } from "../facts.ts";
import { isSame } from "../is-same.ts";
import { inOrder } from "../lives.ts";
import { subjectOf } from "../operation.ts";
import type { Check, Violation } from "../violation.ts";

export const etags: Check = {
  name: "etags",
  promise: "a tag stands for one representation, and a write that names it meets the resource as it was then",
  run: (facts) => [...doubleTags(facts), ...staleMatches(facts)],
};

/** The first answer with each tag, by `space key tag`. */
function taggedAnswers({ requests }: Facts): Map<string, RequestFact> {
  const tagged = new Map<string, RequestFact>();
  for (const request of requests.toSorted((a, b) => a.endedAt - b.endedAt)) {
    const name = `${request.space} ${nameOf(request)} ${request.etag}`;
    if (request.etag !== null && request.status === 200 && !tagged.has(name)) tagged.set(name, request);
  }
  return tagged;
}

/** Object of a tag. That of a change is over its status and counts alone, so it is compared with none. */
function nameOf({ id, operation }: RequestFact): string | null {
  return operation.kind.startsWith("change") ? id : subjectOf(operation);
}

function doubleTags(facts: Facts): Violation[] {
  const first = taggedAnswers(facts);
  return facts.requests.flatMap((request): Violation[] => {
    const key = subjectOf(request.operation);
    const other = request.status === 200 ? first.get(`${request.space} ${nameOf(request)} ${request.etag}`) : undefined;
    if (!other || isSame(comparable(other.answer), comparable(request.answer))) return [];
    const message = `the tag ${request.etag} stands for two representations: of ${other.id} and of ${request.id} (${differences(other.answer, request.answer)})`;
    return [{ check: etags.name, message, space: request.space, key, at: request.startedAt }];
  });
}

/** Signed URLs are new in each answer. */
function comparable(answer: Json): Json {
  return JSON.parse(
    JSON.stringify(answer, (name, value: unknown) => (name === "public_url" ? undefined : value)),
  ) as Json;
}

function differences(a: Json, b: Json): string {
  const [one, two] = [objectOf(a), objectOf(b)];
  const keys = new Set([...Object.keys(one), ...Object.keys(two)]);
  return [...keys].filter((key) => !isSame(one[key], two[key])).join(", ");
}

/** Finds writes with `If-Match` that succeeded although something was written since the tag was read. */
function staleMatches(facts: Facts): Violation[] {
  const first = taggedAnswers(facts);
  const rows = Map.groupBy(facts.history, ({ space, key }) => `${space} ${key}`);
  return facts.requests.flatMap((request): Violation[] => {
    const { operation, space, id, status } = request;
    if (!("ifMatch" in operation) || operation.ifMatch === undefined || (status !== 200 && status !== 204)) return [];
    const read = first.get(`${space} ${operation.key} ${operation.ifMatch}`);
    const between = read && stepBetween(inOrder(rows.get(`${space} ${operation.key}`) ?? []), read, id);
    if (!between) return [];
    const message = `${operation.kind} (${id}) with the tag ${operation.ifMatch} that ${read.id} was given succeeded, though history ${between.id} came between`;
    return [{ check: etags.name, message, space, key: operation.key, at: request.startedAt }];
  });
}

function stepBetween(rows: readonly HistoryFact[], read: RequestFact, write: string): HistoryFact | undefined {
  const written = rows.find(({ correlationId }) => correlationId === write);
  return written && rows.find(({ at, id }) => at > read.endedAt && id < written.id);
}
