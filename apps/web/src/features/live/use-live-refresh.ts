"use client";

import type { StateChange } from "@pragma/contract";
import { useEffect, useRef } from "react";
import { useLiveChanges } from "./live-provider.tsx";

/** Often enough to look live, and seldom enough not to refetch a busy organization constantly. */
const INTERVAL_MS = 400;

/**
 * Calls `refresh` when something changes that `concerns` the component: at once, and then at most every 0.4 s, or as
 * often as it says in milliseconds, the last change always included.
 */
export function useLiveRefresh(
  refresh: () => void,
  concerns: (change: StateChange) => boolean = () => true,
  interval = INTERVAL_MS,
): void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const due = useRef(false);
  const latest = useRef(refresh);
  const every = useRef(interval);
  useEffect(() => {
    latest.current = refresh;
    every.current = interval;
  });
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  useLiveChanges((changes) => {
    if (!changes.some(concerns)) return;
    if (timer.current !== null) {
      due.current = true;
      return;
    }
    const wait = (): void => {
      timer.current = setTimeout(() => {
        timer.current = null;
        if (!due.current) return;
        due.current = false;
        latest.current();
        wait();
      }, every.current);
    };
    latest.current();
    wait();
  });
}
