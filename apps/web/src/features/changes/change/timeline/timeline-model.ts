import type { RouterOutputs } from "@pragma/trpc";

export type TimedAction = RouterOutputs["changes"]["timeline"]["actions"][number];

/** An action on the axis; shares of its length, from 0 to 1. */
export interface TimelineBar {
  action: TimedAction;
  from: number;
  to: number;
  /** Milliseconds after the begin of the change, and how long it took so far. */
  after: number;
  took: number;
}

export interface Timeline {
  /** Milliseconds from the apply to the end, or to now. */
  lasted: number;
  /** Milliseconds of the whole axis: no less than a second. */
  length: number;
  /** In the order in which they began. */
  bars: TimelineBar[];
  /** How many have not begun. */
  waiting: number;
  /** Milliseconds at which the axis has marks. */
  marks: number[];
  /** The one that took longest; null if none took any time. */
  longest: TimelineBar | null;
}

/** Whether something that ran when a change was stopped still does. What was retried since is the matter of who did that. */
export function runsOn({ ended_at: endedAt }: { ended_at: string | null }, actions: readonly TimedAction[]): boolean {
  return (
    endedAt !== null &&
    actions.some(({ state, startedAt }) => state === "running" && startedAt !== null && startedAt < endedAt)
  );
}

/** An axis is never shorter, so that what ends at once is no wall. */
const MIN_LENGTH = 1000;
const MARKS = 5;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances between marks: round in the units in which they are written. */
const STEPS: readonly number[] = [
  ...[200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100].map((count) => count * DAY),
];

/**
 * When the actions of a change were carried out, from its apply to its end, or to now.
 * @param now milliseconds since the epoch
 */
export function timelineOf(
  actions: readonly TimedAction[],
  { appliedAt, settledAt, now }: { appliedAt: string; settledAt: string | null; now: number },
): Timeline {
  const begin = Date.parse(appliedAt);
  const begun = actions.flatMap((action) => {
    const { startedAt, settledAt: endedAt, state, attempts, notBegun } = action;
    const from = startedAt ?? endedAt;
    // Between attempts it goes on; what is only handed over may still wait for a free hand.
    const isWaiting = state === "waiting" && attempts === 0;
    const wasTaken = state === "superseded" && startedAt === null;
    if (from === null || notBegun || isWaiting || wasTaken) return [];
    return [{ action, from: Date.parse(from), to: endedAt === null ? now : Date.parse(endedAt) }];
  });
  const ends = [settledAt === null ? now : Date.parse(settledAt), ...begun.map(({ to }) => to)];
  const lasted = ends.reduce((latest, end) => Math.max(latest, end), begin) - begin;
  const length = Math.max(MIN_LENGTH, lasted);
  const share = (time: number): number => Math.min(1, Math.max(0, (time - begin) / length));
  const bars = begun
    .sort((a, b) => a.from - b.from || a.to - b.to)
    .map(({ action, from, to }) => ({
      action,
      from: share(from),
      to: Math.max(share(from), share(to)),
      after: Math.max(0, from - begin),
      took: Math.max(0, to - from),
    }));
  const longest = bars.reduce<TimelineBar | null>((most, bar) => (bar.took > (most?.took ?? 0) ? bar : most), null);
  return { lasted, length, bars, waiting: actions.length - bars.length, marks: marksOf(length), longest };
}

function marksOf(length: number): number[] {
  const rough = length / MARKS;
  const step = STEPS.find((candidate) => candidate >= rough) ?? length;
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step);
}
