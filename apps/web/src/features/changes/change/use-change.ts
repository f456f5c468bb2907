"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useLiveChanges, useLiveProgress } from "~/features/live/live-provider.tsx";
import { useThrottledRefresh } from "~/features/live/use-throttled-refresh.ts";
import { useTRPC } from "~/trpc/client.tsx";

/**
 * A change, kept up to date.
 * @param resources ids of those that it is known to concern; while it is applying it may reach others
 */
export function useChange(id: string, resources: ReadonlySet<string>) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.changes.get.queryOptions({ id }));
  const status = query.data?.change.status;
  const settled = query.data?.progress.settled;
  const refreshSoon = useThrottledRefresh(() =>
    Promise.all([
      queryClient.invalidateQueries(trpc.changes.get.queryFilter({ id })),
      queryClient.invalidateQueries(trpc.changes.actions.pathFilter()),
      queryClient.invalidateQueries(trpc.changes.timeline.queryFilter({ id })),
      queryClient.invalidateQueries(trpc.changes.graph.queryFilter({ id })),
    ]),
  );
  useLiveProgress((progress) => {
    if (progress.some((change) => change.id === id)) refreshSoon();
  });
  // Attempts and errors of its actions are no progress, and what blocks it may lie outside of it.
  useLiveChanges((changes) => {
    if (status === "applying" || changes.some((change) => resources.has(change.resource_id))) refreshSoon();
  });
  // The change's own data may be newer than its actions.
  const seen = useRef({ status, settled });
  useEffect(() => {
    const { current: before } = seen;
    seen.current = { status, settled };
    if (before.status !== undefined && (before.status !== status || before.settled !== settled)) refreshSoon();
  }, [status, settled, refreshSoon]);
  return query;
}
