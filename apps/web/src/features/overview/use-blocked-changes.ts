"use client";

import { useQueries } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/client.tsx";

/** A change is unblocked by something outside it, which no event of the change tells. */
const LOOK_AGAIN_MS = 4000;

/** Which of a few changes that are being applied wait for something outside. Lists do not say. @returns their ids */
export function useBlockedChanges(changes: readonly { id: string }[]): ReadonlySet<string> {
  const trpc = useTRPC();
  const queries = changes.map(({ id }) => trpc.changes.get.queryOptions({ id }, { refetchInterval: LOOK_AGAIN_MS }));
  return useQueries({
    queries,
    combine: (results) =>
      new Set(results.flatMap(({ data }) => (data && data.change.blocked.length > 0 ? [data.change.id] : []))),
  });
}
