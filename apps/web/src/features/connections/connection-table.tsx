"use client";

import { type Column, DataTable } from "~/components/ui/data-table.tsx";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import type { ListRow } from "~/features/resource-list/list-types.ts";
import { Link } from "~/features/shell/link.tsx";
import { providerHref, resourceHref } from "~/lib/hrefs.ts";
import { ConnectionTest } from "./connection-test.tsx";
import { UsedBy } from "./used-by.tsx";

const NAME: Column<ListRow> = {
  head: "Connection",
  cell: ({ key, name }) => (
    <Link
      href={resourceHref(key)}
      prefetch={false}
      className="py-1 font-medium [overflow-wrap:anywhere] text-ink underline-offset-4 hover:underline"
    >
      {name}
    </Link>
  ),
};

const COLUMNS: readonly Column<ListRow>[] = [
  {
    head: "Provider",
    cell: ({ provider }) => (
      <Link
        href={providerHref(provider)}
        prefetch={false}
        className="py-1 text-ink-soft underline-offset-4 hover:underline"
      >
        {provider}
      </Link>
    ),
  },
  {
    head: "State",
    cell: ({ lifecycle_state, error }) => (
      <span className="flex min-w-0 flex-wrap items-center gap-2">
        <StateBadge state={lifecycle_state} />
        {error === null ? null : <span className="text-dense [overflow-wrap:anywhere] text-danger-text">{error}</span>}
      </span>
    ),
  },
  { head: "Used by", cell: ({ key }) => <UsedBy connection={key} /> },
];

/** Connections, a row each, which can be tested. */
export function ConnectionTable({ rows }: { rows: readonly ListRow[] }) {
  return (
    <DataTable
      label="Connections"
      rowHead={NAME}
      columns={COLUMNS}
      actions={({ key }) => <ConnectionTest connection={key} />}
      rows={rows}
      keyOf={({ key }) => key}
    />
  );
}
