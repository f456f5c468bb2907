"use client";

import type { ResourceFacets } from "@pragma/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useLiveChanges } from "~/features/live/live-provider.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { filterOf, type ListFilters } from "./filters.ts";
import { useThrottled } from "./use-throttled.ts";

/** Counting reads all that match, so it follows changes a little behind the rows. */
const SOON_MS = 1500;
/** The answer is shared, and in a large organization may be older than the last change: by then none is. */
const LATER_MS = 30_000;

/** What each choice of the filters would find, kept up to date; undefined while it is counted for the first time. */
export function useFacets(filters: ListFilters): ResourceFacets | undefined {
  const trpc = useTRPC();
  const input = useMemo(() => filterOf(filters), [filters]);
  const { data, refetch } = useQuery({
    ...trpc.resources.facets.queryOptions(input),
    placeholderData: keepPreviousData,
    // Of other filters nothing was heard meanwhile.
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
  const soon = useThrottled(() => void refetch(), SOON_MS);
  const later = useThrottled(() => void refetch(), LATER_MS);
  useLiveChanges(() => {
    soon();
    later();
  });
  return data;
}
