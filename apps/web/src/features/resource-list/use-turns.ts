"use client";

import { useCallback, useRef } from "react";
import { useThrottledRefresh } from "~/features/live/use-throttled-refresh.ts";

/** How often a page reads what it shows of its lists. */
const EVERY_MS = 1000;

type Read = () => Promise<unknown>;
/** Has something read soon. The same function is called once, however often it is given. */
export type Turns = (read: Read) => void;

/** Reads of all lists of a page: together, so that they are one request, and at most once a second. */
export function useTurns(): Turns {
  const due = useRef(new Set<Read>());
  const soon = useThrottledRefresh(
    async () => {
      const reads = [...due.current];
      due.current.clear();
      await Promise.allSettled(reads.map((read) => read()));
    },
    { every: EVERY_MS },
  );
  return useCallback(
    (read) => {
      due.current.add(read);
      soon();
    },
    [soon],
  );
}
