"use client";

import { isDescending, type ListSort, type SortField, sortField } from "@pragma/contract";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useId } from "react";
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

/**
 * Stays at the top while the rows scroll. A click on a head sorts by its column, and another one the other way round. On
 * a phone the rows have no columns, and there is only the box that selects all.
 */
export function TableHead({ selection, state, columns }: TableHeadProps) {
  const box = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the table
    <div
      role="rowgroup"
      className={cn("sticky top-14 z-10 border-b border-line bg-surface @2xl:block", !selection && "hidden")}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as the table */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as the table */}
      <div role="row" aria-rowindex={1} className={cn(GRID, "h-10 items-center gap-x-3 pr-3")}>
        <HeadCell className="col-span-2 @2xl:col-auto">
          {selection ? (
            <label htmlFor={box} className="flex items-center gap-6.5 pl-3.5 @2xl:justify-center @2xl:pl-0">
              <Checkbox
                id={box}
                aria-label="Select all loaded rows"
                checked={selection.all}
                ref={(input) => {
                  if (input) input.indeterminate = selection.rows.size > 0 && !selection.all;
                }}
                onChange={selection.toggleAll}
              />
              <span className="@2xl:hidden">Select all</span>
            </label>
          ) : (
            <span className="sr-only">Selection</span>
          )}
        </HeadCell>
        {columns.map(({ id, label, field, isWide }) => (
          <HeadCell
            key={id}
            className={cn("hidden", isWide ? "@4xl:block" : "@2xl:block")}
            sorted={field && directionOf(state.filters.sort, field)}
          >
            {field ? (
              <SortButton label={label} field={field} state={state} />
            ) : (
              <span className="block truncate">{label}</span>
            )}
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
    <div role="columnheader" aria-sort={sorted} className={cn("min-w-0 text-xs font-medium text-ink-faint", className)}>
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
