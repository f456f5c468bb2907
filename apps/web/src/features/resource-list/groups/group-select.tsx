"use client";

import { LIST_GROUPINGS, type ListGrouping } from "@pragma/contract";
import { Select } from "~/components/ui/field.tsx";
import type { Filters } from "../use-filters.ts";
import { GROUPING_WORDS } from "./group-types.ts";
import { useOpenGroups } from "./use-open-groups.ts";

/** Selects how the list is grouped. */
export function GroupSelect({ state: { filters, set } }: { state: Filters }) {
  const { closeAll } = useOpenGroups();
  return (
    <Select
      aria-label="Group by"
      className="w-36"
      value={filters.group ?? ""}
      onChange={(event) => {
        set({ group: (event.target.value || null) as ListGrouping | null });
        closeAll();
      }}
    >
      <option value="">No groups</option>
      {LIST_GROUPINGS.map((grouping) => (
        <option key={grouping} value={grouping}>
          By {GROUPING_WORDS[grouping].toLowerCase()}
        </option>
      ))}
    </Select>
  );
}
