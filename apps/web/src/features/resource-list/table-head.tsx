"use client";

import { isDescending, type ListSort, type SortField, sortField } from "@pragma/contract";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { Checkbox } from "~/components/ui/field.tsx";
import { cn } from "~/lib/class-names.ts";
import { type Column, GRID } from "./columns.ts";
import { nextSort } from "./next-sort.ts";
import type { Filters } from "./use-filters.ts";
import type { Selection } from "./use-selection.ts";

interface TableHeadProps {
  selection: Selection | null;
  state: Filters;
  columns: readonly Column[];
}

/** Stays at the top while the rows scroll. A click on a head sorts by its column, and another one the other way round. */
export function TableHead({ selection, state, columns }: TableHeadProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the table
    <div role="rowgroup" className="sticky top-14 z-10 hidden border-b border-line bg-surface @2xl:block">
      {/* biome-ignore lint/a11y/useSemanticElements: as the table */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as the table */}
      <div role="row" aria-rowindex={1} className={cn(GRID, "h-10 items-center gap-x-3 pr-3")}>
        <HeadCell className="grid place-items-center">
          {selection ? (
            <Checkbox
              aria-label="Select all loaded rows"
              checked={selection.all}
              ref={(box) => {
                if (box) box.indeterminate = selection.keys.size > 0 && !selection.all;
              }}
              onChange={selection.toggleAll}
            />
          ) : (
            <span className="sr-only">Selection</span>
          )}
        </HeadCell>
        {columns.map(({ id, label, field, isWide }) => (
          <HeadCell
            key={id}
            className={isWide && "hidden @4xl:block"}
            sorted={field && directionOf(state.filters.sort, field)}
          >
            {field ? <SortButton label={label} field={field} state={state} /> : label}
          </HeadCell>
        ))}
      </div>
    </div>
  );
}

interface HeadCellProps {
  className?: string | undefined;
  /** Undefined if nothing can be sorted by it. */
  sorted?: "ascending" | "descending" | "none" | undefined;
  children: ReactNode;
}

function HeadCell({ className, sorted, children }: HeadCellProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the table
    // biome-ignore lint/a11y/useFocusableInteractive: the button in it has the focus
    <div
      role="columnheader"
      aria-sort={sorted}
      className={cn("min-w-0 truncate text-xs font-medium text-ink-faint", className)}
    >
      {children}
    </div>
  );
}

function directionOf(sort: ListSort, field: SortField): "ascending" | "descending" | "none" {
  if (sortField(sort) !== field) return "none";
  return isDescending(sort) ? "descending" : "ascending";
}

function SortButton({ label, field, state }: { label: string; field: SortField; state: Filters }) {
  const { sort } = state.filters;
  const direction = directionOf(sort, field);
  const Arrow = direction === "descending" ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      onClick={() => state.set({ sort: nextSort(sort, field) })}
      className={cn(
        "group -mx-1 flex h-7 max-w-full items-center gap-1 rounded px-1 hover:text-ink",
        direction !== "none" && "text-ink",
      )}
    >
      <span className="truncate">{label}</span>
      <Arrow
        aria-hidden
        className={cn("size-3.5 shrink-0", direction === "none" && "opacity-0 group-hover:opacity-50")}
      />
    </button>
  );
}
