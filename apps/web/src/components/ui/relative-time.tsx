"use client";

import { cn } from "~/lib/class-names.ts";
import { useClock } from "~/lib/times/clock.tsx";
import { relativeWords } from "~/lib/times/relative-words.ts";
import { exactTime } from "~/lib/times/time-words.ts";
import { useZone } from "~/lib/times/zone.ts";
import { useHydrated } from "~/lib/use-hydrated.ts";

/** A time relative to now, updated automatically; the exact time, with its zone, on hover. */
export function RelativeTime({
  iso,
  upcoming = false,
  overdue,
  isSteady = false,
  className,
}: {
  iso: string;
  /** It may be in the future, such as an expiry. */
  upcoming?: boolean;
  /** The text once the time has passed, of something that has not happened yet. */
  overdue?: string;
  /** As wide whatever it says: the columns of a table keep their places while it counts. */
  isSteady?: boolean;
  className?: string;
}) {
  const zone = useZone();
  const words = useClock((now) =>
    overdue !== undefined && Date.parse(iso) <= now ? overdue : relativeWords(iso, now, upcoming),
  );
  // Formats differ between the server's JavaScript and that of browsers.
  const isHydrated = useHydrated();
  return (
    <time
      dateTime={iso}
      title={isHydrated ? exactTime(iso, zone) : iso}
      className={cn("whitespace-nowrap", isSteady && "inline-block min-w-[9ch] tabular-nums", className)}
    >
      {words}
    </time>
  );
}
