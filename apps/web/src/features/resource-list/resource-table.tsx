"use client";

import { shownColumns } from "./columns.ts";
import { FailedLine } from "./failed-line.tsx";
import type { Layout } from "./layout.ts";
import { ResourceRow } from "./resource-row.tsx";
import { SkeletonRow } from "./skeleton-row.tsx";
import type { Filters } from "./use-filters.ts";
import type { ResourceRows } from "./use-resource-rows.ts";
import type { Selection } from "./use-selection.ts";
import { VirtualTable } from "./virtual-table.tsx";

/** The next page is requested this many rows before the last one comes into view: quick scrolling is that fast. */
export const AHEAD = 300;
const SKELETONS = 8;

export interface ResourceTableProps {
  list: ResourceRows;
  filters: Filters;
  layout: Layout;
  selection: Selection | null;
  onFocusText: () => void;
  /** Adds a tag to the filter. */
  onTag: (tag: string) => void;
}

/** The rows of the list, one after the other. */
export function ResourceTable({ list, filters, layout, selection, onFocusText, onTag }: ResourceTableProps) {
  const { rows, hasMore, isStuck, isRetrying, isOld, fetchMore, onView, retry } = list;
  return (
    <VirtualTable
      count={isStuck ? rows.length + 1 : rows.length}
      skeletons={hasMore && !isStuck ? SKELETONS : 0}
      hasMore={hasMore}
      isOld={isOld}
      filters={filters}
      layout={layout}
      selection={selection}
      onFocusText={onFocusText}
      onView={(start, end) => {
        onView(start, end);
        if (end >= rows.length - AHEAD) fetchMore();
      }}
      renderLine={({ index, top, height, active }) => {
        const row = rows[index];
        if (!row && isStuck) {
          // The box for the selection has a column of its own.
          const columns = shownColumns(layout.columns).length + 1;
          return (
            <FailedLine
              key="error"
              columns={columns}
              isMore
              busy={isRetrying}
              onRetry={retry}
              {...{ index, top, height, active }}
            />
          );
        }
        if (!row) return <SkeletonRow key={`skeleton ${index}`} top={top} height={height} />;
        return (
          <ResourceRow
            key={row.id}
            row={row}
            index={index}
            top={top}
            height={height}
            columns={layout.columns}
            selected={selection?.rows.has(row.key) ?? false}
            active={active}
            selectable={selection !== null}
            onSelect={selection?.select ?? ignore}
            onTag={onTag}
          />
        );
      }}
    />
  );
}

export function ignore(): void {}
