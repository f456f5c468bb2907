"use client";

import { useState } from "react";
import { Checkbox } from "~/components/ui/field.tsx";
import { Table, Th } from "~/components/ui/table.tsx";
import { useRowKeys } from "~/features/keyboard/use-row-keys.ts";
import { cn } from "~/lib/class-names.ts";
import { useHydrated } from "~/lib/use-hydrated.ts";
import { useIsNarrow } from "~/lib/use-is-narrow.ts";
import type { Failure } from "./failure.ts";
import { FailureTableRow } from "./failure-table-row.tsx";
import { type FailureRow, isBusy } from "./retries.ts";

export interface FailureTableProps {
  rows: readonly FailureRow[];
  /** Event ids. */
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  /** Event id of the row whose details are shown. */
  opened: string | null;
  onOpen: (eventId: string | null) => void;
  /** Null for those with read access only. */
  onRetry: ((failure: Failure) => void) | null;
  onDelete: (failure: Failure) => void;
  /** Moves the focus to the search text. */
  onFocusText: () => void;
}

export function FailureTable({
  rows,
  selected,
  onSelect,
  opened,
  onOpen,
  onRetry,
  onDelete,
  onFocusText,
}: FailureTableProps) {
  const isNarrow = useIsNarrow();
  const isHydrated = useHydrated();
  const [active, setActive] = useState<number | null>(null);
  const selectable = rows.filter(
    ({ retry }) => retry === null || retry.phase === "failed" || retry.phase === "skipped",
  );
  const isAll = selectable.length > 0 && selectable.every(({ failure }) => selected.has(failure.event_id));
  const toggle = (eventId: string): void => {
    const next = new Set(selected);
    if (!next.delete(eventId)) next.add(eventId);
    onSelect(next);
  };
  useRowKeys({
    count: rows.length,
    active,
    setActive,
    scrollTo: (index) => document.querySelector(`[data-row="${index}"]`)?.scrollIntoView({ block: "nearest" }),
    onToggle: onRetry ? (index) => withRow(rows, index, ({ event_id }) => toggle(event_id)) : undefined,
    onRetry: onRetry ? (index) => withRow(rows, index, onRetry) : undefined,
    onFocusText,
  });
  return (
    // The server does not know how wide the screen is. What moves once that is known is not seen.
    <Table label="Failures" className={cn("table-fixed md:min-w-180", !isHydrated && "max-md:invisible")}>
      <caption className="sr-only">Failures, newest first</caption>
      <thead className="border-b border-line text-xs text-ink-faint">
        <tr>
          {onRetry ? (
            <th scope="col" className="w-10 py-2 pl-4">
              <Checkbox
                aria-label="Select all shown"
                checked={isAll}
                onChange={() => onSelect(new Set(isAll ? [] : selectable.map(({ failure }) => failure.event_id)))}
              />
            </th>
          ) : null}
          <Th className="px-3 first:pl-3 md:w-[28%]">Resource</Th>
          {isNarrow ? null : (
            <>
              <Th className="px-3">Error</Th>
              <Th className="w-22 px-3">Attempts</Th>
              <Th className="w-26 px-3">Failed</Th>
            </>
          )}
          <th scope="col" className={onRetry ? "w-30 px-2 py-2" : "w-14 px-2 py-2"}>
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <FailureTableRow
            key={row.failure.event_id}
            row={row}
            index={index}
            active={active === index}
            onFocus={() => setActive(index)}
            selected={selected.has(row.failure.event_id)}
            onToggle={() => toggle(row.failure.event_id)}
            isNarrow={isNarrow}
            isOpen={opened === row.failure.event_id}
            onOpen={(open) => onOpen(open ? row.failure.event_id : null)}
            onRetry={onRetry}
            onDelete={onDelete}
          />
        ))}
      </tbody>
    </Table>
  );
}

/** Calls `act` with a row's failure, unless its retry is under way. */
function withRow(rows: readonly FailureRow[], index: number, act: (failure: Failure) => void): void {
  const row = rows[index];
  if (row && !isBusy(row)) act(row.failure);
}
