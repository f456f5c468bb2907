"use client";

import { useCallback, useEffect, useRef } from "react";

/** Often enough to look live, and seldom enough not to refetch a busy organization constantly. */
export const REFRESH_MS = 400;

/**
 * A function that calls `refresh`: at once, and then no more often than every `interval` milliseconds, one at a time. A call
 * while one is under way is followed by another, since what that one read may be older.
 * @param refresh may return a promise of its end
 */
export function useThrottledRefresh(refresh: () => unknown, interval = REFRESH_MS): () => void {
  const latest = useRef(refresh);
  const every = useRef(interval);
  const isDue = useRef(false);
  const isRunning = useRef(false);
  const isShown = useRef(true);
  useEffect(() => {
    latest.current = refresh;
    every.current = interval;
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
      while (isDue.current && isShown.current) {
        isDue.current = false;
        await Promise.allSettled([latest.current(), wait(every.current)]);
      }
      isRunning.current = false;
    })();
  }, []);
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
