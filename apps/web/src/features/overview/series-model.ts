import type { RouterOutputs } from "@pragma/trpc";
import { dayAndMinuteOf, dayOf, minuteOf } from "~/lib/times/time-words.ts";
import type { Zone } from "~/lib/times/zone.ts";

export type Series = RouterOutputs["overview"]["series"];

/** Spans of time to choose from, in hours. */
export const SPANS = [1, 24, 168] as const;
export type Span = (typeof SPANS)[number];

export const SPAN_WORDS: Record<Span, string> = { 1: "1 hour", 24: "24 hours", 168: "7 days" };

/** After "the last". */
export const LAST_WORDS: Record<Span, string> = { ...SPAN_WORDS, 1: "hour" };

export interface ChartPoint {
  start: string;
  applied: number;
  succeeded: number;
  failed: number;
  /** How much of what ended failed, in percent; null if nothing ended. */
  failureRate: number | null;
}

export function chartPoints({ buckets }: Series): ChartPoint[] {
  return buckets.map((bucket) => ({ ...bucket, failureRate: failureRate(bucket) }));
}

/** All points in one. */
export function summaryOf({ buckets }: Series): Omit<ChartPoint, "start"> {
  const sum = { applied: 0, succeeded: 0, failed: 0 };
  for (const { applied, succeeded, failed } of buckets) {
    sum.applied += applied;
    sum.succeeded += succeeded;
    sum.failed += failed;
  }
  return { ...sum, failureRate: failureRate(sum) };
}

function failureRate({ succeeded, failed }: { succeeded: number; failed: number }): number | null {
  const ended = succeeded + failed;
  return ended === 0 ? null : Math.round((1000 * failed) / ended) / 10;
}

/** The beginning of a point, as short as the span allows: for the axis of a chart. */
export function axisLabel(start: string, span: Span, zone: Zone): string {
  return span === 168 ? dayOf(start, zone) : minuteOf(start, zone);
}

/** The time range of a point. */
export function spanLabel(start: string, { minutes, span, zone }: { minutes: number; span: Span; zone: Zone }): string {
  const until = new Date(Date.parse(start) + minutes * 60_000).toISOString();
  return `${span === 1 ? minuteOf(start, zone) : dayAndMinuteOf(start, zone)} to ${minuteOf(until, zone)}`;
}

export function percent(rate: number | null): string {
  return rate === null ? "none ended" : `${rate.toLocaleString("en")} %`;
}
