"use client";

import type { ListGrouping } from "@pragma/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import type { ListFilters } from "../filters.ts";
import { useCountsRefresh } from "../use-counts-refresh.ts";
import { groupsInput } from "./group-filters.ts";

/** The groups of the list with their counts, kept up to date as the facets are. */
export function useGroups(filters: ListFilters, by: ListGrouping) {
  const trpc = useTRPC();
  const input = useMemo(() => groupsInput(filters, by), [filters, by]);
  const query = useQuery({
    ...trpc.resources.groups.queryOptions(input),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
  useCountsRefresh(query.refetch);
  return query;
}
