"use client";

import { durationWords } from "~/lib/duration-words.ts";
import { useClock } from "~/lib/times/clock.tsx";

/** How long something has lasted so far, counting on in whole seconds. */
export function Elapsed({ since, className }: { since: string; className?: string }) {
  const words = useClock((now) => durationWords(Math.max(1, Math.floor((now - Date.parse(since)) / 1000)) * 1000));
  return (
    <time dateTime={since} title={since} className={className}>
      {words}
    </time>
  );
}
