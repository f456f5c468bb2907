import type { Change, ChangeAction } from "@pragma/contract";
import { violated } from "./invariants.ts";
import type { Applied, Ledger } from "./ledger.ts";
import { keyOfAction } from "./requests.ts";
import type { Run } from "./run.ts";

type Answered = Ledger["answered"][number];

/** A value of the change that broke a follower fails the change; what others did does not. */
export function checkFollowers({ ledger }: Run, change: Change, applied: Applied): void {
  // A follower of an ended change is part of no change.
  if (applied.endedAt !== null) return;
  const events = new Set(change.actions.flatMap(({ event_id }) => event_id ?? []));
  for (const action of change.actions) {
    if (action.action === "follow" && action.state === "failed") checkCause(ledger, action, applied, events);
  }
  const actions = new Map(change.actions.map((action) => [keyOfAction(action), action]));
  for (const answer of ledger.answered) {
    const { claim, outcome } = answer;
    if (outcome.kind !== "rejected" || claim.eventType === "DELETE") continue;
    if (ledger.fates.get(claim.eventId) === "rejected")
      checkBroken(ledger, answer, change, applied, { actions, events });
  }
}

/** A follower fails by values that came before it was handed over. */
function checkCause(ledger: Ledger, action: ChangeAction, { at }: Applied, events: ReadonlySet<string>): void {
  const last = ledger.handed.findLast(({ eventId }) => eventId === action.event_id);
  if (!last || ledger.fates.get(last.eventId) === "cancelled") return;
  // Never resolved, it is carried by the event that it waits with, of whichever change, and ends as that does.
  if (!ledger.handed.some((one) => one.key === last.key && one.eventId !== last.eventId && one.at < last.at)) return;
  const came = ledger.answered.some(
    (one) => one.at > at && one.at < last.at && one.outcome.kind === "succeeded" && events.has(one.claim.eventId),
  );
  if (!came) violated(`${action.resource.id} failed before any value of the change came`);
}

/** A change has failed if it gave another value than before to what was then rejected. */
function checkBroken(
  ledger: Ledger,
  { at, claim }: Answered,
  change: Change,
  { name, at: appliedAt }: Applied,
  { actions, events }: { actions: ReadonlyMap<string, ChangeAction>; events: ReadonlySet<string> },
): void {
  const handed = ledger.handed.findLast((one) => one.eventId === claim.eventId && one.at < at);
  if (!handed) return;
  const found = actions.get(claim.key);
  // A resource that a change has deleted is another one if it is there.
  const own = found?.action === "delete" ? undefined : found;
  const earlier = ledger.handed.findLast((one) => one.key === claim.key && one.at < handed.at);
  const before = earlier?.at ?? 0;
  // A resource that uses a value for the first time follows nothing by it.
  const followed = new Set(own === undefined ? sourcesOf(earlier?.config ?? "") : sourcesOf(handed.config));
  for (const source of sourcesOf(handed.config)) {
    if (!followed.has(source)) continue;
    const last = newValue(ledger, source, handed.at);
    if (!last || !events.has(last.claim.eventId) || last.at < before) continue;
    // The event of another change, which this one has joined, or shares as that of a follower.
    if (last.claim.changeId !== change.id && own === undefined) continue;
    // A change that has taken over an action says how that ends, also if it did so before the value came.
    const since = own?.state === "superseded" ? appliedAt : last.at;
    if (own?.state === "failed" || ledger.wasTouchedSince(claim.key, since, name)) continue;
    violated(`its value of ${source} broke ${claim.key} (event ${claim.eventId}), which is ${own?.state}`);
  }
}

/** The last success of a resource, if it updated the value. */
function newValue(ledger: Ledger, key: string, until: number): Answered | undefined {
  const [last, earlier] = ledger.answered
    .filter((one) => one.claim.key === key && one.outcome.kind === "succeeded" && one.at < until)
    .toReversed();
  if (!last || !earlier || last.claim.eventType !== "UPDATE" || earlier.claim.eventType === "DELETE") return undefined;
  return valueIn(last.outcome) === valueIn(earlier.outcome) ? undefined : last;
}

function sourcesOf(config: string): string[] {
  return [...config.matchAll(/\$\{([^.}]+)\.outputs\.v\}/g)].map(([, key]) => key as string);
}

function valueIn(outcome: object): unknown {
  return (outcome as { outputs?: { v?: unknown } | null }).outputs?.v;
}
