"use client";

import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useLiveProgress } from "~/features/live/live-provider.tsx";
import { useThrottledRefresh } from "~/features/live/use-throttled-refresh.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { usePagedQuery } from "~/trpc/use-paged-query.ts";
import { type ChangeFilters, changesInput } from "./change-filters.ts";

/** Changes, newest first, page by page, kept up to date. */
export function useChanges(filters: ChangeFilters) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = usePagedQuery({
    ...trpc.changes.list.infiniteQueryOptions(changesInput(filters), {
      getNextPageParam: ({ nextCursor }) => nextCursor,
    }),
    placeholderData: keepPreviousData,
  });
  useLiveProgress(
    useThrottledRefresh(() =>
      Promise.all([
        queryClient.invalidateQueries(trpc.changes.list.pathFilter()),
        queryClient.invalidateQueries(trpc.changes.openPlans.queryFilter()),
      ]),
    ),
  );
  const changes = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  return { query, changes };
}
