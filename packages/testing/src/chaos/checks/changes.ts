import type { ActionFact, ChangeFact, Facts, HistoryFact } from "../facts.ts";
import type { Check, Violation } from "../violation.ts";

const SETTLED = ["succeeded", "failed"];
const DECLARING = ["create", "update", "stage", "adopt", "replace"];
const ENDS = ["succeeded", "failed", "superseded"];

/** Changes tell the truth about what has happened. */
export const changes: Check = {
  name: "changes",
  promise:
    "a change that waits says what for, one that has settled has no open action but below a failure, and its status, counts and actions are what its events came to",
  run(facts) {
    const outcomes = outcomesOf(facts.history);
    const acknowledged = new Set(facts.history.map(({ correlationId, key }) => `${correlationId} ${key}`));
    return [
      ...facts.waitingChanges
        .filter(({ blocked }) => blocked.length === 0)
        .map((change) => found(change, null, "is still being carried out, though nothing goes on, and is not blocked")),
      ...facts.changes.flatMap((change) => [
        ...changeFaults(change),
        ...change.actions.flatMap((action) => actionFaults(change, action, outcomes)),
      ]),
      ...facts.requests.flatMap((request) => unwritten(request, acknowledged)),
    ];
  },
};

function changeFaults(change: ChangeFact): Violation[] {
  const { status, actions, blocked, isEnded } = change;
  if (!SETTLED.includes(status)) return [found(change, null, `is ${status} in the end`)];
  const failed = actions.filter(({ state }) => state === "failed");
  const [first] = failed;
  const faults: string[] = [];
  if (status === "succeeded" && first) faults.push(`has succeeded, though its action on ${first.key} failed`);
  if (status === "succeeded" && isEnded) faults.push("has succeeded, though it was ended");
  if (status === "failed" && !isEnded && !first) faults.push("has failed, and none of its actions did");
  if (isEnded && blocked.length > 0) faults.push(`was ended, and ${blocked.join(", ")} wait`);
  const miscounted = miscountedKinds(change);
  if (miscounted.length > 0) faults.push(`counts ${miscounted.join(", ")}`);
  return faults.map((fault) => found(change, null, fault));
}

/** Actions below a failure may be decided after the change has settled, and be found to have nothing to do. */
function miscountedKinds({ counts, actions, status }: ChangeFact): string[] {
  const kindOf = ({ action, state, eventId, attempts }: ActionFact): string => {
    const wasChecked = action === "follow" && state === "succeeded" && eventId === null && attempts === 0;
    return wasChecked && status === "succeeded" ? "checked" : action;
  };
  const tally = Map.groupBy(actions, kindOf);
  const counted = (kind: string): number =>
    (counts[kind] ?? 0) + (kind === "follow" && status === "failed" ? (counts["checked"] ?? 0) : 0);
  const kinds = new Set([...tally.keys(), ...Object.keys(counts)]);
  for (const kind of ["unchanged", ...(status === "failed" ? ["checked"] : [])]) kinds.delete(kind);
  return [...kinds].flatMap((kind) => {
    const actual = tally.get(kind)?.length ?? 0;
    return counted(kind) === actual ? [] : [`${counted(kind)} × ${kind} instead of ${actual}`];
  });
}

function actionFaults(change: ChangeFact, action: ActionFact, outcomes: ReadonlyMap<string, string>): Violation[] {
  const { state, key, eventId, isOpen, isEventOver, error } = action;
  if (!SETTLED.includes(change.status)) return [];
  if (!ENDS.includes(state)) return [found(change, key, `has settled, though its action is ${state}`)];
  if (isOpen) {
    if (change.status !== "failed") return [found(change, key, "has succeeded, though its action is open")];
    return isEventOver === true
      ? [found(change, key, `has settled, and its action is open, though ${eventId} is over`)]
      : [];
  }
  if (eventId === null) return [];
  const outcome = outcomes.get(`${change.space} ${key} ${eventId}`);
  const isRight =
    state === "succeeded"
      ? outcome === "succeeded"
      : // The draft that was to follow could not be staged, or nothing was begun.
        state !== "failed" || outcome !== "succeeded" || error?.startsWith("It succeeded, but") === true;
  if (isRight) return [];
  return [found(change, key, `says that its action ${state}, but its event ${eventId} ${outcome ?? "did not end"}`)];
}

/** How each event ended, by the last step that ended it. */
function outcomesOf(history: readonly HistoryFact[]): ReadonlyMap<string, string> {
  const outcomes = new Map<string, string>();
  for (const { space, key, eventId, from, to } of history.toSorted((a, b) => a.id - b.id)) {
    if (eventId === null || from === to) continue;
    const name = `${space} ${key} ${eventId}`;
    if (to === "ready" || to === null) outcomes.set(name, "succeeded");
    else if (to === "failed") outcomes.set(name, "failed");
  }
  return outcomes;
}

/** Declarations of an acknowledged change are in the history. */
function unwritten(
  { id, operation, status, answer, space, startedAt }: Facts["requests"][number],
  written: ReadonlySet<string>,
): Violation[] {
  // The answer of a replay is that of another request.
  if (operation.kind !== "change" || !operation.apply || status !== 201 || operation.idempotencyKey !== undefined)
    return [];
  const { actions = [] } = answer as { actions?: { action: string; document: number | null; changes: unknown[] }[] };
  return actions.flatMap(({ action, document, changes: differences }): Violation[] => {
    const key = document === null ? undefined : operation.documents[document]?.key;
    if (key === undefined || differences.length === 0 || !DECLARING.includes(action)) return [];
    if (written.has(`${id} ${key}`)) return [];
    const message = `change (${id}) was acknowledged, and its ${action} is in no history`;
    return [{ check: changes.name, message, space, key, at: startedAt }];
  });
}

function found({ id, space }: ChangeFact, key: string | null, fault: string): Violation {
  return { check: changes.name, message: `change ${id} ${fault}`, space, key };
}
