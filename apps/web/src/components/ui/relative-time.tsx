"use client";

import { useClock } from "~/lib/times/clock.tsx";
import { relativeWords } from "~/lib/times/relative-words.ts";
import { exactTime } from "~/lib/times/time-words.ts";
import { useZone } from "~/lib/times/zone.ts";
import { useHydrated } from "~/lib/use-hydrated.ts";

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
  const words = useClock((now) => relativeWords(iso, now, upcoming));
  // Formats differ between the server's JavaScript and that of browsers.
  const isHydrated = useHydrated();
  return (
    <time dateTime={iso} title={isHydrated ? exactTime(iso, zone) : iso} className={className}>
      {words}
    </time>
  );
}
