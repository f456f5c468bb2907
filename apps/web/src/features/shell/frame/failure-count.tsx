"use client";

import { isSettled } from "@pragma/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useLiveRefresh } from "~/features/live/use-live-refresh.ts";
import { useTRPC } from "~/trpc/client.tsx";

/** It is counted anew no more often than this, whatever goes on. */
const REFRESH_MS = 3000;
const MOST_SHOWN = 999;

/** How many changes have failed for good, beside the entry of the menu; nothing if none has. */
export function FailureCount() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data: count = 0 } = useQuery(trpc.deadLetters.count.queryOptions());
  useLiveRefresh(
    () => queryClient.invalidateQueries(trpc.deadLetters.count.queryFilter()),
    ({ lifecycle_state: state }) => state === null || isSettled(state),
    REFRESH_MS,
  );
  if (count === 0) return null;
  return (
    <span className="ml-auto min-w-5 rounded-full bg-failed-soft px-1.5 text-center text-xs font-medium text-failed-text tabular-nums">
      {count > MOST_SHOWN ? `${MOST_SHOWN}+` : count}
    </span>
  );
}
