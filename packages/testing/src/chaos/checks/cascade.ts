import type { HistoryFact, RequestFact } from "../facts.ts";
import { referencedKeys } from "../references.ts";
import { type Moment, momentsDuring, type Timelines, timelinesOf } from "../timeline.ts";
import type { Check, Violation } from "../violation.ts";

/** A delete includes dependents, if asked to, and everything owned. */
export const cascade: Check = {
  name: "cascade",
  promise: "a delete takes along only what depends on it, or is owned by it, when it is deleted",
  run(facts) {
    const requests = new Map(facts.requests.map((request) => [request.id, request]));
    const timelines = timelinesOf(facts);
    const deletions = facts.history.filter(
      (row) => isStart(row) && requests.get(row.correlationId)?.operation.kind === "delete",
    );
    const together = Map.groupBy(deletions, ({ space, correlationId }) => `${space} ${correlationId}`);
    return deletions.flatMap((row): Violation[] => {
      const request = requests.get(row.correlationId) as RequestFact;
      const moments = timelines.get(`${row.space} ${row.key}`) ?? [];
      const before = moments[moments.findIndex(({ step }) => step?.id === row.id) - 1];
      const others = new Set((together.get(`${row.space} ${row.correlationId}`) ?? []).map(({ key }) => key));
      // A resource that is already being deleted includes its dependents, without a step of its own.
      const isGoing = (key: string): boolean => others.has(key) || wasGoing(timelines, row, key);
      if (!before || !("key" in request.operation) || request.operation.key === row.key) return [];
      if (belongs(row, before, isGoing, facts.history, requests)) return [];
      const message = `it was deleted with ${request.operation.key} (${request.id}), on which it did not depend any more`;
      return [{ check: cascade.name, message, space: row.space, key: row.key, at: row.at }];
    });
  },
};

/** Whether a row removes a resource on request, or begins to. */
function isStart({ type, from, to }: HistoryFact): boolean {
  return type === "DELETE" && from !== "processing" && to !== "processing";
}

function belongs(
  { key, space }: HistoryFact,
  { config, step, appliedBy }: Moment,
  isGoing: (key: string) => boolean,
  history: readonly HistoryFact[],
  requests: ReadonlyMap<string, RequestFact>,
): boolean {
  // Applied by a handler, or rewritten by a detach: the wanted config is unknown here.
  if (config === null || step === null) return true;
  const applies = history
    .filter((row) => row.space === space && row.key === key && row.id <= step.id)
    .map(({ correlationId }) => requests.get(correlationId)?.operation)
    .filter((operation) => operation?.kind === "apply");
  const owners = applies.findLast((apply) => apply.owners !== undefined)?.owners ?? [];
  const wanted = requests.get(appliedBy ?? "")?.operation;
  const explicit = (wanted?.kind === "apply" && wanted.dependsOn) || [];
  const needed = new Set([...referencedKeys(config), ...owners, ...explicit]);
  return [...needed].some(isGoing);
}

function wasGoing(timelines: Timelines, { space, at }: HistoryFact, key: string): boolean {
  return momentsDuring(timelines, space, key, { startedAt: at, endedAt: at }).some(({ deleting }) => deleting);
}
