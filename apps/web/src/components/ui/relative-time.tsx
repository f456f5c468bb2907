"use client";

import { useEffect, useState } from "react";
import { exactTime } from "~/lib/times/time-words.ts";
import { useZone } from "~/lib/times/zone.ts";

const STEPS: readonly [seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60, "second"],
  [3600, "minute"],
  [86_400, "hour"],
  [7 * 86_400, "day"],
  [30 * 86_400, "week"],
  [365 * 86_400, "month"],
  [Number.POSITIVE_INFINITY, "year"],
];
const SECONDS_OF: Partial<Record<Intl.RelativeTimeFormatUnit, number>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 7 * 86_400,
  month: 30 * 86_400,
  year: 365 * 86_400,
};
const words = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "narrow" });

/**
 * How long ago, or in how long, in words.
 * @param upcoming whether it may be in the future; past events are no later than now, whatever the clocks say
 */
export function relativeWords(iso: string, now: number, upcoming = false): string {
  const difference = (Date.parse(iso) - now) / 1000;
  const seconds = upcoming ? difference : Math.min(difference, 0);
  const distance = Math.abs(seconds);
  if (distance < 5) return "now";
  const [, unit] = STEPS.find(([limit]) => distance < limit) ?? [0, "year" as const];
  return words.format(Math.trunc(seconds / (SECONDS_OF[unit] ?? 1)), unit);
}

/** How long the words stay right, in milliseconds: seconds are counted one by one. */
export function wordsLast(iso: string, now: number): number {
  return Math.abs(Date.parse(iso) - now) < 60_000 ? 1000 : 15_000;
}

/** A time relative to now, updated automatically; the exact time, with its zone, on hover. */
export function RelativeTime({
  iso,
  upcoming = false,
  className,
}: {
  iso: string;
  /** It may be in the future, such as an expiry. */
  upcoming?: boolean;
  className?: string;
}) {
  const zone = useZone();
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = (): void => {
      const at = Date.now();
      setNow(at);
      timer = setTimeout(tick, wordsLast(iso, at));
    };
    tick();
    return () => clearTimeout(timer);
  }, [iso]);
  return (
    // The server's clock and time zone are not the reader's: until hydration, the plain time is shown.
    <time dateTime={iso} title={now === null ? iso : exactTime(iso, zone)} className={className}>
      {now === null ? iso.slice(0, 16).replace("T", " ") : relativeWords(iso, now, upcoming)}
    </time>
  );
}
