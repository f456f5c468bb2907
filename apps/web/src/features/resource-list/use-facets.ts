"use client";

import type { ResourceFacets } from "@pragma/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { filterOf, type ListFilters } from "./filters.ts";
import { useCountsRefresh } from "./use-counts-refresh.ts";

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
  useCountsRefresh(refetch);
  return data;
}
