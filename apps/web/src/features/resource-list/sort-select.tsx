"use client";

import type { ListSort } from "@pragma/contract";
import { Select } from "~/components/ui/field.tsx";
import { SORT_WORDS } from "./sort-words.ts";
import type { Filters } from "./use-filters.ts";

/** The order of the list. Narrow screens have no column heads, and no column has the time of creation. */
export function SortSelect({ state: { filters, set } }: { state: Filters }) {
  return (
    <Select
      aria-label="Sort"
      className="w-48 max-sm:w-36"
      value={filters.sort}
      onChange={(event) => set({ sort: event.target.value as ListSort })}
    >
      {Object.entries(SORT_WORDS).map(([sort, words]) => (
        <option key={sort} value={sort}>
          {words}
        </option>
      ))}
    </Select>
  );
}
