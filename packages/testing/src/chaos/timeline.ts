import type { JsonObject, LifecycleState } from "@pragma/contract";
import type { Facts, HistoryFact, RequestFact } from "./facts.ts";
import { inOrder } from "./lives.ts";
import { declaredConfig, subjectsOf } from "./operation.ts";

/** The state of a resource between two steps of its history. */
export interface Moment {
  /** The step that began it; null for the time before the first one. */
  readonly step: HistoryFact | null;
  /** The earliest time at which it can have begun. */
  readonly from: number;
  /** The latest time at which it can have ended: the beginning of the next moment, plus time for that to commit. */
  readonly until: number;
  /** null: the resource did not exist. */
  readonly state: LifecycleState | null;
  readonly deleting: boolean;
  /** The wanted config, if a client of the run applied it as it is; else null. */
  readonly config: JsonObject | null;
  /** The id of the request that applied it. */
  readonly appliedBy: string | null;
  readonly generation: number;
}

/** A transaction commits within this time after its start, or before its request is answered, unless processes are killed or paused. */
const COMMIT_MS = 3000;
/** Where the database is paused, it takes as much longer. */
const DISTURBED_COMMIT_MS = 20_000;

/** The moments of each resource in order, by `space key`. */
export type Timelines = ReadonlyMap<string, readonly Moment[]>;

export function timelinesOf({ history, requests, disturbances }: Facts): Timelines {
  const byId = new Map(requests.map((request) => [request.id, request]));
  const late = disturbances.length === 0 ? COMMIT_MS : DISTURBED_COMMIT_MS + longestPause(disturbances);
  const groups = Map.groupBy(history, ({ space, key }) => `${space} ${key}`);
  return new Map([...groups].map(([name, rows]) => [name, momentsOf(inOrder(rows), byId, late)]));
}

function longestPause(disturbances: Facts["disturbances"]): number {
  const pauses = disturbances.filter(({ what, whom }) => what === "pause" && whom === "database");
  return Math.max(0, ...pauses.map(({ from, until }) => until - from));
}

function momentsOf(rows: readonly HistoryFact[], requests: ReadonlyMap<string, RequestFact>, late: number): Moment[] {
  const begins: Moment = {
    ...{ step: null, from: 0, until: Number.POSITIVE_INFINITY },
    ...{ state: null, deleting: false, config: null, appliedBy: null, generation: 0 },
  };
  const moments = [begins];
  for (const step of rows) {
    const last = moments.at(-1) as Moment;
    const request = requests.get(step.correlationId);
    const answeredAt = request && subjectsOf(request.operation).includes(step.key) ? request.endedAt : 0;
    moments[moments.length - 1] = { ...last, until: Math.max(step.at + late, answeredAt) };
    moments.push({
      ...{ step, from: step.at, until: Number.POSITIVE_INFINITY, state: step.to, generation: step.generation },
      deleting: step.to !== null && isDeleting(step, last),
      ...(step.to === null ? UNKNOWN : configAfter(step, last, requests)),
    });
  }
  return moments;
}

function isDeleting({ type, from, to, error }: HistoryFact, before: Moment): boolean {
  // In the middle of an event that replaces it, the old thing is deleted.
  if (type === "DELETE") return from !== "processing" || before.deleting;
  // A deletion that had not begun is withdrawn where its change ends; any other is cancelled.
  if (type === "END" && (to !== "failed" || error?.startsWith("not begun") === true)) return false;
  return type === "CREATE" || type === "UPDATE" ? false : before.deleting;
}

const UNKNOWN = { config: null, appliedBy: null };

function configAfter(
  step: HistoryFact,
  before: Moment,
  requests: ReadonlyMap<string, RequestFact>,
): Pick<Moment, "config" | "appliedBy"> {
  if (step.type === "DISCARD" || step.type === "END") return UNKNOWN;
  if (step.generation === before.generation && before.state !== null) {
    return { config: before.config, appliedBy: before.appliedBy };
  }
  const config = declaredConfig(requests.get(step.correlationId)?.operation, step.key);
  return config === null ? UNKNOWN : { config, appliedBy: step.correlationId };
}

/** The possible states of a resource while a request ran. */
export function momentsDuring(
  timelines: Timelines,
  space: string,
  key: string,
  { startedAt, endedAt }: Pick<RequestFact, "startedAt" | "endedAt">,
): readonly Moment[] {
  const moments = timelines.get(`${space} ${key}`);
  if (!moments) return [NEVER];
  return moments.filter(({ from, until }) => from <= endedAt && until >= startedAt);
}

/** For a resource without history. */
const NEVER: Moment = {
  ...{ step: null, from: 0, until: Number.POSITIVE_INFINITY },
  ...{ state: null, deleting: false, config: null, appliedBy: null, generation: 0 },
};
