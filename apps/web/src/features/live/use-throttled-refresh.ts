"use client";

import { useCallback, useEffect, useRef } from "react";

/** Often enough to look live, and seldom enough not to refetch a busy organization constantly. */
export const REFRESH_MS = 400;

/** Times in milliseconds. */
interface Pace {
  /** From one call to the next, at least. */
  every?: number;
  /** How long the first one waits for more to come. */
  after?: number;
}

/**
 * A function that calls `refresh`: at once, and then no more often than every 0.4 s, or as often as it says, the last time
 * always included. One call is under way at a time: a server that takes its time is not asked again meanwhile, which would
 * make it slower still. What came meanwhile is followed by another call, since what the one before read may be older.
 */
export function useThrottledRefresh(
  refresh: () => Promise<unknown>,
  { every = REFRESH_MS, after = 0 }: Pace = {},
): () => void {
  const latest = useRef({ refresh, every, after });
  const isDue = useRef(false);
  const isRunning = useRef(false);
  const isShown = useRef(true);
  useEffect(() => {
    latest.current = { refresh, every, after };
  });
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  return useCallback(() => {
    isDue.current = true;
    if (isRunning.current) return;
    isRunning.current = true;
    void (async () => {
      while (isDue.current) {
        const { every, after } = latest.current;
        if (after > 0) await wait(after);
        if (!isShown.current) break;
        isDue.current = false;
        await Promise.allSettled([latest.current.refresh(), wait(every - after)]);
      }
      isRunning.current = false;
    })();
  }, []);
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
