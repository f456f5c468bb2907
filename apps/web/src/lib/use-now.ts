"use client";

import { useEffect, useState } from "react";

/**
 * The time in milliseconds, every second anew while it is `ticking`. Null until hydration: the server's clock is not the
 * reader's.
 */
export function useNow(ticking = true): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    if (!ticking) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}
