"use client";

import { Checkbox } from "~/components/ui/field.tsx";
import type { Failure } from "./failure.ts";
import { FailureTableRow } from "./failure-table-row.tsx";
import type { FailureRow } from "./retries.ts";

export interface FailureTableProps {
  rows: readonly FailureRow[];
  /** Event ids. */
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  /** Event id of the row whose details are shown. */
  opened: string | null;
  onOpen: (eventId: string | null) => void;
  /** Null for those who may only look. */
  onRetry: ((failure: Failure) => void) | null;
  onDelete: (failure: Failure) => void;
}

export function FailureTable({ rows, selected, onSelect, opened, onOpen, onRetry, onDelete }: FailureTableProps) {
  const selectable = rows.filter(
    ({ retry }) => retry === null || retry.phase === "failed" || retry.phase === "skipped",
  );
  const isAll = selectable.length > 0 && selectable.every(({ failure }) => selected.has(failure.event_id));
  const toggle = (eventId: string): void => {
    const next = new Set(selected);
    if (!next.delete(eventId)) next.add(eventId);
    onSelect(next);
  };
  return (
    <section
      aria-label="Failures"
      // What scrolls must be reachable with the keyboard (WCAG 2.1.1).
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      className="overflow-x-auto"
    >
      <table className="w-full min-w-180 table-fixed text-left">
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
            <th scope="col" className="w-[28%] px-3 py-2 font-medium">
              Resource
            </th>
            <th scope="col" className="px-3 py-2 font-medium">
              Error
            </th>
            <th scope="col" className="w-22 px-3 py-2 font-medium">
              Attempts
            </th>
            <th scope="col" className="w-26 px-3 py-2 font-medium">
              Failed
            </th>
            <th scope="col" className={onRetry ? "w-32 px-3 py-2" : "w-14 px-3 py-2"}>
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <FailureTableRow
              key={row.failure.event_id}
              row={row}
              selected={selected.has(row.failure.event_id)}
              onToggle={() => toggle(row.failure.event_id)}
              isOpen={opened === row.failure.event_id}
              onOpen={(open) => onOpen(open ? row.failure.event_id : null)}
              onRetry={onRetry}
              onDelete={onDelete}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}
