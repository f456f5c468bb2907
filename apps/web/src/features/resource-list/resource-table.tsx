"use client";

import { defaultRangeExtractor, useWindowVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Skeleton } from "~/components/ui/states.tsx";
import { useRowKeys } from "~/features/keyboard/use-row-keys.ts";
import { cn } from "~/lib/class-names.ts";
import { gridStyle, shownColumns } from "./columns.ts";
import { type Layout, ROW_HEIGHTS } from "./layout.ts";
import { ResourceRow } from "./resource-row.tsx";
import { TableHead } from "./table-head.tsx";
import type { Filters } from "./use-filters.ts";
import type { ResourceRows } from "./use-resource-rows.ts";
import type { Selection } from "./use-selection.ts";

/** Extra rows around the view, so that quick scrolling finds them rendered. */
const OVERSCAN = 24;
/** The next page is requested this many rows before the last one comes into view: quick scrolling is that fast. */
const AHEAD = 300;
const SKELETONS = 8;
/** Height of what stays at the top while the rows scroll: the dashboard's header and the table's head. */
const STICKY_PX = 96;
/** The server has no window. What it renders fills the first screen for most users. */
const FIRST_RECT = { width: 0, height: 1000 };

export interface ResourceTableProps {
  list: ResourceRows;
  filters: Filters;
  layout: Layout;
  selection: Selection | null;
  onFocusText: () => void;
  /** Adds a tag to the filter. */
  onTag: (tag: string) => void;
}

/** Only rows near the view are rendered; the roles tell screen readers which table they belong to. */
export function ResourceTable({ list, filters, layout, selection, onFocusText, onTag }: ResourceTableProps) {
  const { rows, hasMore, fetchMore, onView } = list;
  const columns = useMemo(() => shownColumns(layout.columns), [layout.columns]);
  const height = ROW_HEIGHTS[layout.density];
  const [active, setActive] = useState<number | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const scrollMargin = useDocumentTop(body);
  const virtualizer = useWindowVirtualizer({
    count: rows.length + (hasMore ? SKELETONS : 0),
    estimateSize: () => height,
    overscan: OVERSCAN,
    scrollMargin,
    scrollPaddingStart: STICKY_PX,
    scrollPaddingEnd: height,
    initialRect: FIRST_RECT,
    initialOffset: 0,
    // The row with the focus stays, wherever the view is: focus must not be lost by scrolling.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return active === null || active >= rows.length || shown.includes(active) ? shown : [...shown, active];
    },
  });
  // It remembers the heights that it was told before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the height changes
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, height]);
  const items = virtualizer.getVirtualItems();
  const { startIndex = 0, endIndex = 0 } = virtualizer.range ?? {};

  useEffect(() => {
    onView(startIndex, endIndex);
    if (endIndex >= rows.length - AHEAD) fetchMore();
  });

  const scrollTo = useCallback((index: number) => virtualizer.scrollToIndex(index, { align: "auto" }), [virtualizer]);
  useRowKeys({ count: rows.length, active, setActive, scrollTo, onToggle: selection?.toggle, onFocusText });

  return (
    // biome-ignore lint/a11y/useSemanticElements: rows far from view are left out, which a real table cannot place
    <div
      role="table"
      aria-label="Resources"
      aria-rowcount={hasMore ? -1 : rows.length + 1}
      aria-busy={list.isOld || undefined}
      style={gridStyle(columns)}
      className={cn("@container rounded-lg border border-line bg-surface [overflow:clip]", list.isOld && "opacity-60")}
      onFocus={(event) => {
        const row = (event.target as HTMLElement).closest<HTMLElement>("[data-row]");
        if (row) setActive(Number(row.dataset.row));
      }}
    >
      <TableHead selection={selection} state={filters} columns={columns} />
      {/* biome-ignore lint/a11y/useSemanticElements: as the table */}
      <div role="rowgroup" ref={body} className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          const top = start - scrollMargin;
          if (!row) return <SkeletonRow key={`skeleton ${index}`} top={top} height={height} />;
          return (
            <ResourceRow
              key={row.id}
              row={row}
              index={index}
              top={top}
              height={height}
              columns={layout.columns}
              selected={selection?.keys.has(row.key) ?? false}
              active={active === index}
              selectable={selection !== null}
              onSelect={selection?.select ?? ignore}
              onTag={onTag}
            />
          );
        })}
      </div>
    </div>
  );
}

function ignore(): void {}

function SkeletonRow({ top, height }: { top: number; height: number }) {
  return (
    <div
      aria-hidden
      style={{ height, transform: `translateY(${top}px)` }}
      className="absolute inset-x-0 top-0 flex items-center gap-4 border-b border-line px-3"
    >
      <Skeleton className="size-4" />
      <Skeleton className="h-5 w-20 rounded-full" />
      <Skeleton className="h-4 flex-1" />
      <Skeleton className="h-4 w-16" />
    </div>
  );
}

/** An element's distance from the top of the document. It changes when something above comes or goes. */
function useDocumentTop(ref: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (ref.current) setTop(Math.round(ref.current.getBoundingClientRect().top + window.scrollY));
  });
  return top;
}
