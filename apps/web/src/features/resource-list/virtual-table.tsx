"use client";

import { defaultRangeExtractor, useWindowVirtualizer } from "@tanstack/react-virtual";
import {
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useRowKeys } from "~/features/keyboard/use-row-keys.ts";
import { cn } from "~/lib/class-names.ts";
import { useHydrated } from "~/lib/use-hydrated.ts";
import { gridStyle, shownColumns } from "./columns.ts";
import { type Layout, ROW_HEIGHTS } from "./layout.ts";
import { TableHead } from "./table-head.tsx";
import type { Filters } from "./use-filters.ts";
import type { Selection } from "./use-selection.ts";

/** Extra rows around the view, so that quick scrolling finds them rendered. Not before the first paint, which they would delay. */
const OVERSCAN = 24;
/** Height of what stays at the top while the rows scroll: the dashboard's header and the table's head. */
const STICKY_PX = 96;
/** The server has no window. What it renders fills the first screen of most users, also of a tall one. */
const FIRST_RECT = { width: 0, height: 1300 };

/** A line that is rendered: where it is, and whether the keyboard is at it. */
export interface LinePlace {
  /** From 0. */
  index: number;
  /** Pixels below the first line. */
  top: number;
  height: number;
  active: boolean;
}

export interface VirtualTableProps {
  /** Lines that the keyboard reaches. */
  count: number;
  /** Lines after those, in place of what is still loading. */
  skeletons: number;
  /** Whether `count` is not the end. */
  hasMore: boolean;
  /** The shown rows belong to other filters. */
  isOld: boolean;
  filters: Filters;
  layout: Layout;
  selection: Selection | null;
  onFocusText: () => void;
  /** Told which lines are in view, after each render. */
  onView: (start: number, end: number) => void;
  renderLine: (place: LinePlace) => ReactNode;
}

/** Only lines near the view are rendered; the roles tell screen readers which table they belong to. */
export function VirtualTable(props: VirtualTableProps) {
  const { count, skeletons, hasMore, isOld, filters, layout, selection, onFocusText, onView, renderLine } = props;
  const columns = useMemo(() => shownColumns(layout.columns), [layout.columns]);
  const height = ROW_HEIGHTS[layout.density];
  const [active, setActive] = useState<number | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const scrollMargin = useDocumentTop(body);
  const isHydrated = useHydrated();
  const virtualizer = useWindowVirtualizer({
    count: count + skeletons,
    estimateSize: () => height,
    overscan: isHydrated ? OVERSCAN : 0,
    scrollMargin,
    scrollPaddingStart: STICKY_PX,
    scrollPaddingEnd: height,
    initialRect: FIRST_RECT,
    initialOffset: 0,
    // The row with the focus stays, wherever the view is: focus must not be lost by scrolling.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return active === null || active >= count || shown.includes(active) ? shown : [...shown, active];
    },
  });
  // It remembers the heights that it was told before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the height changes
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, height]);
  const { startIndex = 0, endIndex = 0 } = virtualizer.range ?? {};
  useEffect(() => onView(startIndex, endIndex));

  const scrollTo = useCallback((index: number) => virtualizer.scrollToIndex(index, { align: "auto" }), [virtualizer]);
  useRowKeys({ count, active, setActive, scrollTo, onToggle: selection?.toggle, onFocusText });

  return (
    // biome-ignore lint/a11y/useSemanticElements: rows far from view are left out, which a real table cannot place
    <div
      role="table"
      aria-label="Resources"
      aria-rowcount={hasMore ? -1 : count + 1}
      aria-busy={isOld || undefined}
      style={gridStyle(columns)}
      className={cn("@container rounded-lg border border-line bg-surface [overflow:clip]", isOld && "opacity-60")}
      onFocus={(event) => {
        const row = (event.target as HTMLElement).closest<HTMLElement>("[data-row]");
        if (row) setActive(Number(row.dataset.row));
      }}
    >
      <TableHead selection={selection} state={filters} columns={columns} />
      {/* biome-ignore lint/a11y/useSemanticElements: as the table */}
      <div role="rowgroup" ref={body} className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer
          .getVirtualItems()
          .map(({ index, start }) =>
            renderLine({ index, top: start - scrollMargin, height, active: active === index }),
          )}
      </div>
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
