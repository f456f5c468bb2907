"use client";
import { isSettled } from "@pragma/contract";

import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useLiveRefresh } from "~/features/live/use-live-refresh.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { usePagedQuery } from "~/trpc/use-paged-query.ts";
import type { Failure } from "./failure.ts";
import { type FailureFilter, listInput } from "./failure-params.ts";

/** Failures, newest first, page by page, kept up to date. */
export function useFailures(filter: FailureFilter) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const options = trpc.deadLetters.list.infiniteQueryOptions(listInput(filter), {
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const query = usePagedQuery(options);
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
