"use client";

import type { ResourceFacets } from "@pragma/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { filterOf, type ListFilters } from "./filters.ts";
import { useCountsRefresh } from "./use-counts-refresh.ts";

export interface Facets {
  /** Counts for each choice of the filters, kept up to date; those of the filters before while these are counted. */
  shown: ResourceFacets | undefined;
  /** The same, of these filters alone. */
  counted: ResourceFacets | undefined;
}

/** Counts what each choice of the filters would find; undefined while that is done for the first time. */
export function useFacets(filters: ListFilters): Facets {
  const trpc = useTRPC();
  const input = useMemo(() => filterOf(filters), [filters]);
  const { data, isPlaceholderData, refetch } = useQuery({
    ...trpc.resources.facets.queryOptions(input),
    placeholderData: keepPreviousData,
    // Counts of other filters got no updates meanwhile.
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
  useCountsRefresh(refetch);
  return { shown: data, counted: isPlaceholderData ? undefined : data };
}
