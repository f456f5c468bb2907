"use client";

import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useLiveRefresh } from "~/features/live/use-live-refresh.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { LIVE_MS, RUNNING_MS } from "../live-intervals.ts";
import { type ChangeFilters, changesInput } from "./change-filters.ts";

/** A plan moves no resource, so none of the stream's changes tells of it. */
const IDLE_MS = 10_000;

/** Changes, newest first, page by page, kept up to date. */
export function useChanges(filters: ChangeFilters) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery({
    ...trpc.changes.list.infiniteQueryOptions(changesInput(filters), {
      getNextPageParam: ({ nextCursor }) => nextCursor,
    }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(({ status }) => status === "applying")) ? RUNNING_MS : IDLE_MS,
  });
  useLiveRefresh(
    // A refetch under way is not begun anew: in a busy organization none would end.
    () => void queryClient.invalidateQueries(trpc.changes.list.pathFilter(), { cancelRefetch: false }),
    () => true,
    LIVE_MS,
  );
  const changes = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  return { query, changes };
}
