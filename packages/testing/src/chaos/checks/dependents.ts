import type { Facts, HistoryFact, RequestFact } from "../facts.ts";
import { referencedKeys } from "../references.ts";
import { type Timelines, timelinesOf } from "../timeline.ts";
import type { Check, Violation } from "../violation.ts";

export const dependents: Check = {
  name: "dependents",
  promise: "a deletion, or its retry, is refused while others depend on the resource",
  run(facts) {
    const timelines = timelinesOf(facts);
    const requests = new Map(facts.requests.map((request) => [request.id, request]));
    return startsOf(facts, requests, timelines).flatMap(({ row, request }) =>
      dependingOn(row, request, timelines, requests).map((key): Violation => {
        const message = `${request.operation.kind} (${request.id}) was accepted though ${key} depended on it`;
        return { check: dependents.name, message, space: row.space, key: row.key, at: row.at };
      }),
    );
  },
};

/** Deletions that a client requested without saying what happens to dependents, and the retries of failed ones. */
function startsOf(
  { history }: Facts,
  requests: ReadonlyMap<string, RequestFact>,
  timelines: Timelines,
): { row: HistoryFact; request: RequestFact }[] {
  return history.flatMap((row) => {
    const request = requests.get(row.correlationId);
    if (request?.status == null || row.from === "processing" || row.to === "processing") return [];
    const { operation } = request;
    const plain =
      operation.kind === "delete" && operation.key === row.key && !operation.dependents && !operation.orphan;
    const isDeletion = plain && row.type === "DELETE";
    const isRetry = row.type === "RETRY" && row.from === "failed" && wasDeleting(row, timelines);
    return isDeletion || isRetry ? [{ row, request }] : [];
  });
}

function wasDeleting({ space, key, id }: HistoryFact, timelines: Timelines): boolean {
  return timelines.get(`${space} ${key}`)?.some(({ step, deleting }) => step?.id === id && deleting) ?? false;
}

/** Resources that certainly depended on it from before the request until after its answer. */
function dependingOn(
  { space, key }: HistoryFact,
  { startedAt, endedAt }: RequestFact,
  timelines: Timelines,
  requests: ReadonlyMap<string, RequestFact>,
): string[] {
  return [...timelines].flatMap(([name, moments]) => {
    const other = name.slice(space.length + 1);
    if (!name.startsWith(`${space} `) || other === key) return [];
    const depends = moments.some((moment, index) => {
      const { config, appliedBy, deleting } = moment;
      if (config === null || deleting || !referencedKeys(config).has(key)) return false;
      const knownAt = requests.get(appliedBy ?? "")?.endedAt ?? Number.POSITIVE_INFINITY;
      const next = moments[index + 1]?.step;
      return knownAt < startedAt && (next === undefined || next === null || next.at > endedAt);
    });
    return depends ? [other] : [];
  });
}
