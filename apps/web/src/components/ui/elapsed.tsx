"use client";

import { useEffect, useState } from "react";
import { durationWords } from "~/lib/duration-words.ts";

/** How long something has lasted so far, counting on. Empty until hydration: the server's clock is not the reader's. */
export function Elapsed({ since, className }: { since: string; className?: string }) {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={since} title={since} className={className}>
      {now === null ? "" : durationWords(Math.max(1, Math.floor((now - Date.parse(since)) / 1000)) * 1000)}
    </time>
  );
}
