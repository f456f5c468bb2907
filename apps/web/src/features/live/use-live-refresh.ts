"use client";

import type { StateChange } from "@pragma/contract";
import { useLiveChanges } from "./live-provider.tsx";
import { REFRESH_MS } from "./throttled.ts";
import { useThrottledRefresh } from "./use-throttled-refresh.ts";

/**
 * Calls `refresh` when something changes that `concerns` the component: at once, and then at most every 0.4 s, or as
 * often as it says in milliseconds, one at a time, the last change always included.
 */
export function useLiveRefresh(
  refresh: () => Promise<unknown>,
  concerns: (change: StateChange) => boolean = () => true,
  interval = REFRESH_MS,
): void {
  const refreshSoon = useThrottledRefresh(refresh, { every: interval });
  useLiveChanges((changes) => {
    if (changes.some(concerns)) refreshSoon();
  });
}
