"use client";

import { useEffect, useState } from "react";

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
const whole = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" });

/** How long ago, or in how long, in words. */
export function relativeWords(iso: string, now: number): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 5) return "now";
  const [, unit] = STEPS.find(([limit]) => distance < limit) ?? [0, "year" as const];
  return words.format(Math.trunc(seconds / (SECONDS_OF[unit] ?? 1)), unit);
}

/** A time in relation to now, which moves on by itself; the exact time on hover. */
export function RelativeTime({ iso, className }: { iso: string; className?: string }) {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 15_000);
    return () => clearInterval(timer);
  }, []);
  return (
    // The server's clock and time zone are not the reader's: until the page runs, the time stands as it is.
    <time dateTime={iso} title={now === null ? iso : whole.format(new Date(iso))} className={className}>
      {now === null ? iso.slice(0, 16).replace("T", " ") : relativeWords(iso, now)}
    </time>
  );
}
