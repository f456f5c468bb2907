import type { Json } from "@pragma/contract";
import { objectOf } from "../answer.ts";
import type { HistoryFact, RequestFact } from "../facts.ts";
import { inOrder } from "../lives.ts";
import { momentsDuring, type Timelines, timelinesOf } from "../timeline.ts";
import type { Check, Violation } from "../violation.ts";

export const lists: Check = {
  name: "lists",
  promise:
    "a list has each resource that was there all the while, once, as it was; a history has every step until then",
  run(facts) {
    const timelines = timelinesOf(facts);
    const rows = Map.groupBy(facts.history, ({ space, key }) => `${space} ${key}`);
    return facts.requests.flatMap((request): Violation[] => {
      const { operation, space, status, startedAt } = request;
      if (status !== 200 || !Array.isArray(request.answer)) return [];
      const found = (key: string | null, message: string): Violation => {
        return {
          check: lists.name,
          message: `${operation.kind} (${request.id}) ${message}`,
          space,
          key,
          at: startedAt,
        };
      };
      if (operation.kind === "list")
        return listFaults(request, request.answer, timelines).map(([key, fault]) => found(key, fault));
      if (operation.kind !== "history") return [];
      const fault = historyFault(request.answer, rows.get(`${space} ${operation.key}`) ?? []);
      return fault === null ? [] : [found(operation.key, fault)];
    });
  },
};

function listFaults(request: RequestFact, answer: readonly Json[], timelines: Timelines): [string, string][] {
  const { space } = request;
  const shown = Map.groupBy(answer.map(objectOf), ({ provider, resource, name }) => `${provider}/${resource}/${name}`);
  const faults: [string, string][] = [];
  for (const [key, [first, ...more]] of shown) {
    const moments = momentsDuring(timelines, space, key, request);
    const state = first?.["lifecycle_state"];
    if (more.length > 0) faults.push([key, "has it twice"]);
    if (!moments.some((moment) => moment.state === state)) faults.push([key, `has it as ${state}, which it was not`]);
  }
  for (const name of timelines.keys()) {
    const key = name.slice(space.length + 1);
    if (!name.startsWith(`${space} `) || shown.has(key)) continue;
    const moments = momentsDuring(timelines, space, key, request);
    if (moments.every(({ state }) => state !== null)) faults.push([key, "lacks it, though it existed all the while"]);
  }
  return faults;
}

/** Newest first. Every row written before the newest row shown must be shown. */
function historyFault(answer: readonly Json[], rows: readonly HistoryFact[]): string | null {
  const shown = answer.map((row) => Number(objectOf(row)["id"]));
  const newest = shown[0] ?? 0;
  const expected = inOrder(rows)
    .map(({ id }) => id)
    .filter((id) => id <= newest)
    .reverse();
  if (shown.length === expected.length && shown.every((id, index) => id === expected[index])) return null;
  return `shows the steps ${shown.join(", ")} instead of ${expected.join(", ")}`;
}
