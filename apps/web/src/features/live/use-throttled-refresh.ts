"use client";

import { useEffect, useRef, useState } from "react";
import { type Pace, throttled } from "./throttled.ts";

/** A function that calls `refresh` at a pace, while the component is shown: see `throttled`. */
export function useThrottledRefresh(refresh: () => Promise<unknown>, pace: Pace = {}): () => void {
  const latest = useRef({ refresh, pace });
  const isShown = useRef(true);
  useEffect(() => {
    latest.current = { refresh, pace };
  });
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  const [refreshSoon] = useState(() =>
    throttled(
      () => latest.current.refresh(),
      () => latest.current.pace,
      () => isShown.current,
    ),
  );
  return refreshSoon;
}
