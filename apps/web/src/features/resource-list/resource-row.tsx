"use client";

import { Fragment, memo } from "react";
import { Checkbox } from "~/components/ui/field.tsx";
import { cn } from "~/lib/class-names.ts";
import { COLUMN_IDS, GRID, type OptionalColumn } from "./columns.ts";
import type { ListRow } from "./list-types.ts";
import { CELLS, Cell } from "./row-cells.tsx";

export interface ResourceRowProps {
  row: ListRow;
  /** From 0. */
  index: number;
  /** Pixels below the first row. */
  top: number;
  height: number;
  /** The chosen ones. A card shows what fits. */
  columns: readonly OptionalColumn[];
  selected: boolean;
  /** Whether the keyboard is at this row. */
  active: boolean;
  selectable: boolean;
  /** @param range from the previously selected row */
  onSelect: (index: number, range: boolean) => void;
  onTag: (tag: string) => void;
}

/** One resource: a row of the table, and a card of two lines where there is little room. */
export const ResourceRow = memo(function ResourceRow(props: ResourceRowProps) {
  const { row, index, top, height, columns, selected, active, selectable, onSelect, onTag } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows far from view are left out, which a real table cannot place
    // biome-ignore lint/a11y/useFocusableInteractive: the link in it has the focus
    <div
      role="row"
      aria-rowindex={index + 2}
      data-row={index}
      style={{ height, transform: `translateY(${top}px)` }}
      className={cn(
        GRID,
        "absolute inset-x-0 top-0 content-center items-center gap-x-3 border-b border-line weak:bg-surface pr-3 hover:bg-sunken/60",
        selected && "bg-accent-soft/50",
        active && "shadow-[inset_2px_0_0_var(--accent)]",
      )}
    >
      <Cell className="row-span-2 grid h-full place-items-center @2xl:row-span-1">
        {selectable ? (
          <Checkbox
            aria-label={`Select ${row.key}`}
            checked={selected}
            onChange={({ nativeEvent }) => onSelect(index, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
          />
        ) : null}
      </Cell>
      {COLUMN_IDS.map((id) => (
        <Fragment key={id}>
          {CELLS[id]({ row, index, isChosen: (columns as readonly string[]).includes(id), onTag })}
        </Fragment>
      ))}
    </div>
  );
});
