"use client";

import type { ResourceFacets } from "@pragma/contract";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useCallback, useEffect, useRef } from "react";
import { Button } from "~/components/ui/button.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { loadPart } from "~/lib/load-part.ts";
import { listInput } from "../filters.ts";
import type { Layout } from "../layout.ts";
import { ListSkeleton, ListStates } from "../list-states.tsx";
import { BulkBar } from "../loaded-bulk-bar.tsx";
import { ResourceTable, type ResourceTableProps } from "../resource-table.tsx";
import { SetDeletion } from "../set-deletion.tsx";
import { UnseenButton } from "../unseen-button.tsx";
import { useFacets } from "../use-facets.ts";
import { type Filters, useFilters } from "../use-filters.ts";
import { useLayout } from "../use-layout.ts";
import { type ResourceRows, useResourceRows } from "../use-resource-rows.ts";
import { useSelection } from "../use-selection.ts";
import { useTurns } from "../use-turns.ts";
import { FilterBar } from "./filter-bar.tsx";

/** Loaded for lists in groups only. */
const GroupedList = dynamic(
  () => loadPart(() => import("../groups/grouped-list.tsx")).then((file) => file.GroupedList),
  {
    loading: ListSkeleton,
  },
);

/**
 * All resources of the organization, by the filters in the URL.
 * @param kept how the list looked when it was last set in this browser
 */
export function ResourceList({ kept }: { kept: Layout }) {
  const filters = useFilters();
  const [layout, setLayout] = useLayout(filters, kept);
  const { group } = filters.filters;
  const list = useResourceRows(filters.filters, useTurns(), group === null);
  const { shown, counted } = useFacets(filters.filters);
  const canWrite = useCan("resources:write");
  const text = useRef<HTMLInputElement>(null);
  const { set } = filters;
  const { tags } = filters.filters;
  const onTag = useCallback((tag: string) => set({ tags: [...new Set([...tags, tag])] }), [set, tags]);
  useTopOnChange(filters);
  const table = { facets: counted, filters, layout, onTag, onFocusText: () => text.current?.focus() };
  return (
    <>
      <PageHeader
        title="Resources"
        description={<Count list={list} total={counted?.total} />}
        actions={
          canWrite ? (
            <>
              {filters.filters.set ? <SetDeletion key={filters.filters.set} set={filters.filters.set} /> : null}
              <Button asChild variant="primary">
                <Link href="/resources/new">
                  <Plus aria-hidden /> New resource
                </Link>
              </Button>
            </>
          ) : null
        }
      />
      <FilterBar state={filters} facets={shown} textRef={text} layout={layout} onLayout={setLayout} />
      {group ? <GroupedList key={group} by={group} {...table} /> : <FlatList list={list} {...table} />}
    </>
  );
}

interface FlatListProps extends Omit<ResourceTableProps, "selection"> {
  facets: ResourceFacets | undefined;
}

function FlatList({ facets, ...table }: FlatListProps) {
  const { list, filters } = table;
  const selection = useSelection(filters.filters, list.rows);
  const canWrite = useCan("resources:write");
  return (
    <>
      <UnseenButton unseen={list.unseen.length} onShow={list.showUnseen} />
      <ListStates
        error={list.isRetrying ? null : list.error}
        onRetry={list.retry}
        isPending={list.isPending || (list.error !== null && list.isRetrying)}
        isEmpty={list.rows.length === 0 && !list.hasMore}
        filters={filters}
      >
        <ResourceTable {...table} selection={canWrite ? selection : null} />
      </ListStates>
      {canWrite ? <BulkBar selection={selection} filters={filters.filters} facets={facets} /> : null}
    </>
  );
}

/** How many match. As long as that is not counted, how many are loaded. */
function Count({ list: { rows, hasMore, isPending }, total }: { list: ResourceRows; total: number | undefined }) {
  if (isPending && total === undefined) return <span>Everything declared in this organization</span>;
  const count = total ?? rows.length;
  const words = `${count.toLocaleString("en")} ${count === 1 ? "resource" : "resources"}`;
  return (
    <span role="status" className="tabular-nums">
      {total === undefined && hasMore ? `Over ${words}` : words}
    </span>
  );
}

/** Other filters, another order or other groups are another list, which starts at the top. */
function useTopOnChange({ filters }: Filters): void {
  const list = JSON.stringify([listInput(filters), filters.group]);
  const before = useRef(list);
  useEffect(() => {
    if (before.current === list) return;
    before.current = list;
    window.scrollTo({ top: 0 });
  }, [list]);
}
