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

/** An axis is never shorter, so that what ends at once is no wall. */
const MIN_LENGTH = 1000;
const MARKS = 5;

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
    const { startedAt, settledAt: endedAt, state, notBegun } = action;
    const from = startedAt ?? endedAt;
    // What waits for its next attempt has a beginning, too, and what never begins has none.
    if (from === null || state === "waiting" || notBegun) return [];
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

/** At round times: 1, 2 or 5 of a unit apart. */
function marksOf(length: number): number[] {
  const rough = length / MARKS;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * unit).find((candidate) => candidate >= rough) ?? 10 * unit;
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step);
}
