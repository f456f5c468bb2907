"use client";

import { hashKey, keepPreviousData, skipToken, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { listInput, type RowFilters } from "./filters.ts";
import { mergeRead, rowsOf } from "./list-data.ts";
import type { ListData, ListRow } from "./list-types.ts";
import { useListReads } from "./use-list-reads.ts";
import { type ShownWindow, useListWindow } from "./use-list-window.ts";
import type { Turns } from "./use-turns.ts";

export interface ResourceRows extends ShownWindow {
  rows: readonly ListRow[];
  /** There are more rows. */
  hasMore: boolean;
  /** Loads the next page, unless something is loading, or the list is stuck. */
  fetchMore: () => void;
  /** The next page could not be read. Only `retry` asks for it again, or a read of the whole list. */
  isStuck: boolean;
  /** The page that could not be read, that one or the first, is read once more. */
  isRetrying: boolean;
  /** Nothing has loaded yet. */
  isPending: boolean;
  /** The shown rows belong to the previous filters. */
  isOld: boolean;
  error: { message: string } | null;
  retry: () => void;
}

/** A read that failed, and of which list. */
interface Failure {
  hash: string;
  error: { message: string };
}

const NO_ROWS: readonly ListRow[] = [];

/**
 * The rows that match, page by page, kept up to date in their places.
 * @param turns those of the page
 * @param enabled nothing is loaded before it is true
 */
export function useResourceRows(filters: RowFilters, turns: Turns, enabled = true): ResourceRows {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  // A list that loads nothing has no filters in its key: a group may have the same, and keep rows that this one would let go.
  const input = useMemo(() => (enabled ? listInput(filters) : skipToken), [filters, enabled]);
  const isReadingMore = (): boolean => Boolean(queryClient.getQueryState(queryKey)?.fetchMeta?.fetchMore);
  const { queryKey, ...options } = trpc.resources.list.infiniteQueryOptions(input, {
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    structuralSharing: (before, read) => mergeRead(before as ListData | undefined, read as ListData, isReadingMore()),
    refetchOnWindowFocus: false,
  });
  const query = useInfiniteQuery({ queryKey, ...options });
  const { fetchStatus, isFetchingNextPage, refetch } = query;
  // It joins a read that is on its way: instead of a read of the whole list, one page would show nothing of what is new.
  const fetchNextPage = () => query.fetchNextPage({ cancelRefetch: false });
  const shown = useListWindow(queryKey, filters, turns);

  const hash = hashKey(queryKey);
  // Not the query's own word of it, which is gone with the next change of a row, or once the first page is read again.
  const [failure, setFailure] = useState<Failure | null>(null);
  useListReads(hash, ({ isWhole, error }) => {
    if (!error) setFailure(null);
    else if (!isWhole || queryClient.getQueryData(queryKey) === undefined) setFailure({ hash, error });
  });
  const failed = failure?.hash === hash ? failure.error : null;
  // Rows of the previous filters would hide that these could not be read.
  const data = failed && query.isPlaceholderData ? undefined : query.data;
  const hasNextPage = data !== undefined && query.hasNextPage;
  const isStuck = failed !== null && data !== undefined;

  // Rows are not read again while nobody shows them, so they are refetched when shown again. An answer that is still to come
  // would count as fresh. A group of the list, or the list without groups, may show the same rows from now on: it reads them.
  useEffect(
    () => () => {
      const left = queryClient.getQueryCache().get(hash);
      if (!left) return;
      const filter = { queryKey: left.queryKey, exact: true };
      void left.cancel({ revert: true }).then(() => queryClient.invalidateQueries(filter, { cancelRefetch: false }));
    },
    [queryClient, hash],
  );

  const rows = useMemo(() => (data ? rowsOf(data) : NO_ROWS), [data]);
  return {
    ...shown,
    rows,
    hasMore: hasNextPage,
    fetchMore: () => {
      if (hasNextPage && fetchStatus === "idle" && !isStuck) void fetchNextPage();
    },
    isStuck,
    isRetrying: isStuck ? isFetchingNextPage : failed !== null && fetchStatus !== "idle",
    isPending: query.isPending && !failed,
    isOld: query.isPlaceholderData && data !== undefined,
    error: data ? null : (query.error ?? failed),
    retry: () => void (isStuck ? fetchNextPage() : refetch()),
  };
}
