"use client";
import { isSettled } from "@pragma/contract";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useLiveRefresh } from "~/features/live/use-live-refresh.ts";
import { useTRPC } from "~/trpc/client.tsx";
import type { Failure } from "./failure.ts";

const PAGE = 50;

/** A filter as the server takes it. */
export function filterOf({ provider, q }: { provider: string | null; q: string }) {
  const text = q.trim();
  return { provider: provider ?? undefined, q: text === "" ? undefined : text };
}

/** Failures, newest first, page by page, kept up to date. */
export function useFailures(filter: { provider: string | null; q: string; kind: string | null }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const options = trpc.deadLetters.list.infiniteQueryOptions(
    { ...filterOf(filter), kind: filter.kind ?? undefined, limit: PAGE },
    { getNextPageParam: ({ nextCursor }) => nextCursor },
  );
  const query = useInfiniteQuery(options);
  /** Refetches the shown failures, and returns them. */
  const refresh = async (): Promise<Failure[]> => {
    await Promise.all([
      queryClient.invalidateQueries(trpc.deadLetters.groups.pathFilter()),
      queryClient.invalidateQueries(trpc.deadLetters.list.pathFilter()),
    ]);
    return queryClient.getQueryData(options.queryKey)?.pages.flatMap(({ items }) => items) ?? [];
  };
  // Any settled event may add a failure or clear one.
  useLiveRefresh(refresh, ({ lifecycle_state }) => lifecycle_state === null || isSettled(lifecycle_state));
  const failures = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  return { query, failures, refresh };
}
