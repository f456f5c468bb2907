"use client";

import { durationWords } from "~/lib/duration-words.ts";
import { useNow } from "~/lib/use-now.ts";

/** How long something has lasted so far, counting on in whole seconds. Empty until hydration. */
export function Elapsed({ since, className }: { since: string; className?: string }) {
  const now = useNow();
  return (
    <time dateTime={since} title={since} className={className}>
      {now === null ? "" : durationWords(Math.max(1, Math.floor((now - Date.parse(since)) / 1000)) * 1000)}
    </time>
  );
}
