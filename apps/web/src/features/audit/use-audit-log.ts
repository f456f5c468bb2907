"use client";

import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { useLiveChanges, useLiveProgress } from "~/features/live/live-provider.tsx";
import { useThrottledRefresh } from "~/features/live/use-throttled-refresh.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { usePagedQuery } from "~/trpc/use-paged-query.ts";
import type { AuditInput } from "./audit-filters.ts";

/** The stream tells of resources and changes; what happens to tokens and members is read this often. */
const LOOK_AGAIN_MS = 10_000;

/** Entries of the log, newest first, page by page, kept up to date. One that begins with an entry of its own does not change. */
export function useAuditLog(input: AuditInput) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const isLive = input.from === undefined;
  const log = usePagedQuery({
    ...trpc.audit.list.infiniteQueryOptions(input, {
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    }),
    placeholderData: keepPreviousData,
    refetchInterval: isLive ? LOOK_AGAIN_MS : false,
  });
  const refreshSoon = useThrottledRefresh(() => queryClient.invalidateQueries(trpc.audit.list.pathFilter()));
  const refresh = (): void => {
    if (isLive) refreshSoon();
  };
  useLiveChanges(refresh);
  useLiveProgress(refresh);
  return log;
}
