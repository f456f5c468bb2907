"use client";

import { useCallback, useEffect, useRef } from "react";

/** `run`, at most once per `interval` milliseconds and never at once: calls meanwhile are merged into one. */
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
