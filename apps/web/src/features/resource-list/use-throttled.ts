"use client";

import { useCallback, useEffect, useRef } from "react";

/** `run`, at most once in `interval` milliseconds and never at once: what comes meanwhile is answered by one call. */
export function useThrottled(run: () => void, interval: number): () => void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current ?? undefined);
      timer.current = null;
    },
    [],
  );
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      latest.current();
    }, interval);
  }, [interval]);
}
