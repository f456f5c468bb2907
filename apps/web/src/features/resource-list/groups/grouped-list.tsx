"use client";

import type { ListGrouping, ResourceFacets } from "@pragma/contract";
import { useMemo } from "react";
import { useCan } from "~/features/shell/viewer.tsx";
import { ListStates } from "../list-states.tsx";
import { BulkBar } from "../loaded-bulk-bar.tsx";
import type { ResourceTableProps } from "../resource-table.tsx";
import { UnseenButton } from "../unseen-button.tsx";
import { useSelection } from "../use-selection.ts";
import { useTurns } from "../use-turns.ts";
import { groupFilters } from "./group-filters.ts";
import { linesOf } from "./group-lines.ts";
import { GroupLoader } from "./group-loader.tsx";
import { GroupedTable } from "./grouped-table.tsx";
import { useGroupRows } from "./use-group-rows.ts";
import { useGroups } from "./use-groups.ts";
import { useOpenGroups } from "./use-open-groups.ts";

export interface GroupedListProps extends Omit<ResourceTableProps, "list" | "selection"> {
  by: ListGrouping;
  facets: ResourceFacets | undefined;
}

const NO_GROUPS = { groups: [], others: null };

/** The list in groups. Only the rows of open groups are loaded, page by page. */
export function GroupedList({ by, facets, ...table }: GroupedListProps) {
  const { filters } = table.filters;
  const query = useGroups(filters, by);
  const turns = useTurns();
  const { open, toggle } = useOpenGroups();
  const { loaded, onRows } = useGroupRows(filters);
  const found = query.data ?? NO_GROUPS;
  const { lines, spans } = useMemo(() => linesOf(found, open, loaded), [found, open, loaded]);
  const shown = useMemo(() => lines.map((line) => (line.kind === "row" ? line.row : null)), [lines]);
  const selection = useSelection(filters, shown);
  const opened = spans.map(({ name }) => name).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: each loader keeps its filters as long as these are the same
  const loaders = useMemo(
    () => spans.map(({ name }) => ({ name, filters: groupFilters(filters, by, name) })),
    [filters, by, opened],
  );
  const canWrite = useCan("resources:write");
  const lists = spans.flatMap(({ name }) => loaded.get(name) ?? []);
  return (
    <>
      {loaders.map((loader) => (
        <GroupLoader key={loader.name} {...loader} turns={turns} onRows={onRows} />
      ))}
      {/* A change may be one of several groups. */}
      <UnseenButton
        unseen={new Set(lists.flatMap(({ unseen }) => unseen)).size}
        onShow={() => {
          for (const list of lists) if (list.unseen.length > 0) list.showUnseen();
        }}
      />
      <ListStates
        error={query.data ? null : query.error}
        onRetry={() => void query.refetch()}
        isPending={query.isPending}
        isEmpty={found.groups.length === 0}
        filters={table.filters}
      >
        {by === "tag" ? (
          <p className="mb-2 text-dense text-ink-soft">A resource with several tags is in the group of each of them.</p>
        ) : null}
        <GroupedTable
          {...table}
          by={by}
          lines={lines}
          spans={spans}
          loaded={loaded}
          isOld={query.isPlaceholderData || lists.some(({ isOld }) => isOld)}
          selection={canWrite ? selection : null}
          onToggle={toggle}
        />
      </ListStates>
      {canWrite ? <BulkBar selection={selection} filters={filters} facets={facets} /> : null}
    </>
  );
}
