"use client";

import { keepPreviousData } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { usePagedQuery } from "~/trpc/use-paged-query.ts";
import { type ActionFilter, actionsInput } from "../actions/action-filter.ts";

/** The actions of a change, page by page. */
export function useActions(id: string, filter: ActionFilter) {
  const trpc = useTRPC();
  const query = usePagedQuery({
    ...trpc.changes.actions.infiniteQueryOptions(actionsInput(id, filter), {
      getNextPageParam: ({ nextCursor }) => nextCursor,
    }),
    // Actions of another filter, but not of another change.
    placeholderData: keepPreviousData,
  });
  const actions = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  return { query, actions };
}
