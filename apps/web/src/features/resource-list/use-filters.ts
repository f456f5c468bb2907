"use client";

import { useQueryStates } from "nuqs";
import { useCallback, useMemo } from "react";
import { FILTER_PARSERS, type FilterPatch, type ListFilters, NO_FILTERS } from "./filters.ts";

export interface Filters {
  filters: ListFilters;
  /** @param typing one of many changes in a row, at which "back" need not stop */
  set: (patch: FilterPatch, typing?: boolean) => void;
  clear: () => void;
}

/** The filters, kept in the URL, so that a link shows the same. */
export function useFilters(): Filters {
  const [filters, setFilters] = useQueryStates(FILTER_PARSERS, { history: "push" });
  const set = useCallback(
    (patch: FilterPatch, typing = false) => void setFilters(patch, { history: typing ? "replace" : "push" }),
    [setFilters],
  );
  const clear = useCallback(() => void setFilters(NO_FILTERS), [setFilters]);
  return useMemo(() => ({ filters, set, clear }), [filters, set, clear]);
}
