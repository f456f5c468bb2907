"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useLiveChanges } from "~/features/live/live-provider.tsx";
import { useLiveRefresh } from "~/features/live/use-live-refresh.ts";
import { useThrottledRefresh } from "~/features/live/use-throttled-refresh.ts";
import { useTRPC } from "~/trpc/client.tsx";

/** After the last change: numbers shared by all viewers may be a moment old. */
const SETTLED_MS = 1500;
/** Longest that a shared answer serves: the numbers of a page that was just opened, or of the last change, may be that old. */
const SHARED_MS = 30_000;
/** Charts and first steps need not follow each change, but in a busy organization no change is the last. */
const AT_MOST_MS = 6000;

/** Keeps the overview up to date: numbers and activity as things change, charts and first steps a moment later. */
export function useLiveOverview(): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const settled = useRef<ReturnType<typeof setTimeout> | null>(null);
  const lastAll = useRef(0);

  useLiveRefresh(() =>
    Promise.all(
      [trpc.overview.counts, trpc.overview.queue, trpc.overview.activity].map(({ pathFilter }) =>
        queryClient.invalidateQueries(pathFilter()),
      ),
    ),
  );
  const refreshAll = useThrottledRefresh(() => {
    lastAll.current = performance.now();
    return queryClient.invalidateQueries(trpc.overview.pathFilter());
  });
  const refreshShared = useThrottledRefresh(() => queryClient.invalidateQueries(trpc.overview.pathFilter()), {
    after: SHARED_MS,
    afterEach: true,
  });
  // So it may be in a page that was just opened, to which nobody tells what came before.
  useEffect(refreshShared, [refreshShared]);
  useLiveChanges(() => {
    refreshShared();
    if (settled.current !== null) clearTimeout(settled.current);
    settled.current = setTimeout(refreshAll, SETTLED_MS);
    if (performance.now() - lastAll.current > AT_MOST_MS) refreshAll();
  });
  useEffect(() => () => clearTimeout(settled.current ?? undefined), []);
}
