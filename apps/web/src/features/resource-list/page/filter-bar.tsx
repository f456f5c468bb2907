"use client";

import {
  DRIFT_STATUSES,
  type DriftStatus,
  LIFECYCLE_STATES,
  type LifecycleState,
  type ResourceFacets,
} from "@pragma/contract";
import { Fragment, type ReactNode, type RefObject } from "react";
import { Select } from "~/components/ui/field.tsx";
import { FoldedFilters } from "~/components/ui/folded-filters.tsx";
import { DRIFT_WORDS } from "../../resource-elements/drift-words.ts";
import { choiceWords } from "../choice-words.ts";
import { ConnectionFilter } from "../connection-filter.tsx";
import { ExportMenu } from "../export/export-menu.tsx";
import { FilterChips } from "../filter-chips.tsx";
import { activeFilters, type FilterName } from "../filters.ts";
import { GroupSelect } from "../groups/group-select.tsx";
import type { Layout } from "../layout.ts";
import { LayoutMenu } from "../layout-menu.tsx";
import { SetFilter } from "../set-filter.tsx";
import { SortSelect } from "../sort-select.tsx";
import { TagFilter } from "../tag-filter.tsx";
import { TextFilter } from "../text-filter.tsx";
import { TypeFilters } from "../type-filters.tsx";
import type { Filters } from "../use-filters.ts";
import { ViewsMenu } from "../views/views-menu.tsx";

export interface FilterBarProps {
  state: Filters;
  /** Undefined while they are counted. */
  facets: ResourceFacets | undefined;
  textRef: RefObject<HTMLInputElement | null>;
  layout: Layout;
  onLayout: (layout: Layout) => void;
}

/** The available filters of the list, each choice with what it would find, and the active ones. */
export function FilterBar({ state, facets, textRef, layout, onLayout }: FilterBarProps) {
  const { filters, set } = state;
  // One that is missing here does not compile.
  const controls: Record<Exclude<FilterName, "q">, ReactNode> = {
    provider: <TypeFilters state={state} facets={facets} />,
    // Chosen with its provider.
    type: null,
    connection: <ConnectionFilter state={state} />,
    state: <StateFilter state={state} facets={facets} />,
    drift: <DriftFilter state={state} facets={facets} />,
    set: <SetFilter state={state} facets={facets} />,
    tags: (
      <TagFilter
        tags={filters.tags}
        counts={facets?.by_tag}
        onChange={(tags) => set({ tags: tags.length > 0 ? tags : null })}
      />
    ),
  };
  // The widths are fixed, so that nothing moves when the counts arrive.
  return (
    <search aria-label="Filters" className="mb-3 flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <ViewsMenu filters={filters} />
        <TextFilter value={filters.q ?? ""} onChange={(q) => set({ q: q || null }, true)} inputRef={textRef} />
        <FoldedFilters active={activeFilters(filters).filter(({ id }) => id !== "q").length}>
          {Object.entries(controls).map(([name, control]) => (
            <Fragment key={name}>{control}</Fragment>
          ))}
          <SortSelect state={state} />
          <GroupSelect state={state} />
          <LayoutMenu layout={layout} onLayout={onLayout} />
          <ExportMenu filters={filters} />
        </FoldedFilters>
      </div>
      <FilterChips state={state} />
    </search>
  );
}

function DriftFilter({ state: { filters, set }, facets }: Pick<FilterBarProps, "state" | "facets">) {
  return (
    <Select
      aria-label="Drift"
      className="w-40"
      value={filters.drift ?? ""}
      onChange={(event) => set({ drift: (event.target.value || null) as DriftStatus | null })}
    >
      <option value="">Any drift</option>
      {DRIFT_STATUSES.map((one) => (
        <option key={one} value={one}>
          {choiceWords(DRIFT_WORDS[one], facets && (facets.by_drift[one] ?? 0))}
        </option>
      ))}
    </Select>
  );
}

function StateFilter({ state: { filters, set }, facets }: Pick<FilterBarProps, "state" | "facets">) {
  return (
    <Select
      aria-label="State"
      className="w-40"
      value={filters.state ?? ""}
      onChange={(event) => set({ state: (event.target.value || null) as LifecycleState | null })}
    >
      <option value="">Any state</option>
      {LIFECYCLE_STATES.map((one) => (
        <option key={one} value={one}>
          {choiceWords(one, facets && (facets.by_state[one] ?? 0))}
        </option>
      ))}
    </Select>
  );
}
