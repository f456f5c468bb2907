"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { useLiveRefresh } from "~/features/live/use-live-refresh.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { LIVE_MS, RUNNING_MS } from "../live-intervals.ts";

/** Refetches a change and its actions. */
function useRefreshChange(id: string): () => void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useCallback(() => {
    // A refetch under way is not begun anew: with many pages none would end.
    const options = { cancelRefetch: false };
    void queryClient.invalidateQueries(trpc.changes.get.queryFilter({ id }), options);
    void queryClient.invalidateQueries(trpc.changes.actions.pathFilter(), options);
  }, [queryClient, trpc, id]);
}

/**
 * A change, kept up to date.
 * @param resources ids of those that it is known to concern; while it is applying it may reach others
 */
export function useChange(id: string, resources: ReadonlySet<string>) {
  const trpc = useTRPC();
  const refresh = useRefreshChange(id);
  const query = useQuery({
    ...trpc.changes.get.queryOptions({ id }),
    refetchInterval: ({ state }) => (state.data?.change.status === "applying" ? RUNNING_MS : false),
  });
  const status = query.data?.change.status;
  const settled = query.data?.progress.settled;
  useLiveRefresh(refresh, (change) => status === "applying" || resources.has(change.resource_id), LIVE_MS);
  // What the change itself says by then may be newer than its actions.
  const seen = useRef({ status, settled });
  useEffect(() => {
    const { current: before } = seen;
    seen.current = { status, settled };
    if (before.status !== undefined && (before.status !== status || before.settled !== settled)) refresh();
  }, [status, settled, refresh]);
  return query;
}
