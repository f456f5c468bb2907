"use client";

import { useEffect } from "react";
import { useLiveChanges } from "~/features/live/live-provider.tsx";
import { useThrottledRefresh } from "~/features/live/use-throttled-refresh.ts";

/** Counting reads all that match, so it follows changes a little behind the rows. */
const SOON_MS = 1500;
/** The answer is shared, and in a large organization may be older than the last change: by then none is. */
const LATER_MS = 30_000;

/** Reads counts of the list again when resources change. */
export function useCountsRefresh(refetch: () => Promise<unknown>): void {
  const soon = useThrottledRefresh(refetch, { after: SOON_MS });
  const later = useThrottledRefresh(refetch, { after: LATER_MS, afterEach: true });
  // So it may be in a page that was just opened, to which nobody tells what came before.
  useEffect(later, [later]);
  useLiveChanges(() => {
    soon();
    later();
  });
}
