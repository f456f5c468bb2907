import type { Facts, HandlerFact, HistoryFact, RequestFact } from "../facts.ts";
import { keyOfHandler } from "../key-of-handler.ts";
import { referencedKeys } from "../references.ts";
import { type Moment, type Timelines, timelinesOf } from "../timeline.ts";
import type { Check, Violation } from "../violation.ts";

/** Edges follow what runs: nothing that the object of another resource was made with is destroyed. */
export const inUse: Check = {
  name: "in-use",
  promise: "a delete does not begin while the last success of another resource uses what is deleted",
  run(facts) {
    const timelines = timelinesOf(facts);
    // What depends on a thing that is replaced is repaired later.
    const replacing = new Set(facts.history.filter(isHandedOver).map(({ eventId }) => eventId));
    return facts.handlers
      .filter(({ method, attempt, operationId }) => method === "delete" && attempt === 1 && !replacing.has(operationId))
      .flatMap((handler) => faultsOf(handler, timelines, facts));
  },
};

/** An event that is no deletion. */
function isHandedOver({ type, to }: HistoryFact): boolean {
  return to === "processing" && type !== "DELETE";
}

function faultsOf(handler: HandlerFact, timelines: Timelines, { requests }: Facts): Violation[] {
  const { space, key } = keyOfHandler(handler);
  // A detached dependent keeps the value, and a draft is not sent through an update for that.
  if (requests.some((request) => request.space === space && isDetach(request, key))) return [];
  return [...timelines].flatMap(([name, moments]): Violation[] => {
    const other = name.slice(space.length + 1);
    if (!name.startsWith(`${space} `) || other === key || !uses(moments, key, handler.beganAt)) return [];
    const message = `delete (handler ${handler.number}) began while the last success of ${other} used it`;
    return [{ check: inUse.name, message, space, key, at: handler.beganAt }];
  });
}

function isDetach({ operation, status }: RequestFact, key: string): boolean {
  // Resources that are pruned are detached from as the change says, and a plan may be applied later.
  if (operation.kind === "change") {
    const deletions = operation.deletions?.filter((deletion) => deletion.key === key) ?? [];
    return deletions.some(({ dependents }) => dependents === "detach") || operation.dependents === "detach";
  }
  return operation.kind === "delete" && operation.key === key && operation.dependents === "detach" && status !== 409;
}

/** Whether a resource existed at that time, made with the other. */
export function uses(moments: readonly Moment[], key: string, at: number): boolean {
  const past = moments.filter(({ from }) => from <= at);
  const now = past.at(-1);
  // If several are deleted together and use each other, there is no order to keep.
  if (!now || now.state === null || now.deleting) return false;
  const life = past.slice(past.findLastIndex(({ state }) => state === null) + 1);
  const success = life.findLast(({ step }) => step?.from === "processing" && step.to === "ready");
  // The last of its generation: an earlier draft of the same may have been discarded.
  const before = success ? life.slice(0, life.indexOf(success) + 1) : [];
  const made = before.findLast(({ generation, config }) => generation === success?.generation && config !== null);
  return made !== undefined && referencedKeys(made.config).has(key);
}
