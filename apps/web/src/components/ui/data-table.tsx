import type { ReactNode } from "react";
import { cn } from "~/lib/class-names.ts";
import { Table, Td, Th } from "./table.tsx";

/** A column: its head, and what it shows of each row. */
export interface Column<Row> {
  head: string;
  cell: (row: Row) => ReactNode;
  /** Classes of its cells. */
  className?: string;
  /** Classes of its head: a column hidden at some width hides its head, too. */
  headClassName?: string;
}

export interface DataTableProps<Row> {
  label: string;
  /** The name of a row. */
  rowHead: Column<Row>;
  columns: readonly Column<Row>[];
  /** Buttons of a row, in a last column whose head only screen readers read. */
  actions?: (row: Row) => ReactNode;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  className?: string;
  rowClassName?: string;
}

/**
 * Rows as a table; on a phone each row is a card, in which every value has the head of its column before it, instead of
 * a table that is wider than the page. What a cell leaves empty takes no room there.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, rowHead, columns, actions, rows, keyOf, className, rowClassName } = props;
  return (
    <Table label={label} className={cn("stacked", className)}>
      <thead>
        <tr>
          {[rowHead, ...columns].map(({ head, headClassName }) => (
            <Th key={head} className={headClassName}>
              {head}
            </Th>
          ))}
          {actions ? (
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)} data-list-row="" className={rowClassName}>
            <th
              scope="row"
              className={cn("border-t border-line px-4 py-2.5 weak:align-middle weak:font-normal", rowHead.className)}
            >
              {rowHead.cell(row)}
            </th>
            {columns.map(({ head, cell, className }) => (
              <Td key={head} data-label={head} className={className}>
                {cell(row)}
              </Td>
            ))}
            {actions ? <Td className="text-right">{actions(row)}</Td> : null}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
