"use client";

import { ArrowUp, Boxes, Plus, SearchX } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useRef } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Card } from "~/components/ui/card.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { EmptyState, SkeletonRows } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { activeFilters, listInput } from "./filters.ts";
import type { Layout } from "./layout.ts";
import { ResourceTable } from "./resource-table.tsx";
import { SetDeletion } from "./set-deletion.tsx";
import { useFacets } from "./use-facets.ts";
import { type Filters, useFilters } from "./use-filters.ts";
import { useLayout } from "./use-layout.ts";
import { type ResourceRows, useResourceRows } from "./use-resource-rows.ts";
import { useSelection } from "./use-selection.ts";

/**
 * All resources of the organization, by the filters in the URL.
 * @param example the command that applies the example
 * @param kept how the list looked when it was last set in this browser
 */
export function ResourceList({ example, kept }: { example: string; kept: Layout }) {
  const filters = useFilters();
  const [layout, setLayout] = useLayout(filters, kept);
  const list = useResourceRows(filters.filters);
  const facets = useFacets(filters.filters);
  const selection = useSelection(list.rows);
  const canWrite = useCan("resources:write");
  const text = useRef<HTMLInputElement>(null);
  const { set } = filters;
  const { tags } = filters.filters;
  const onTag = useCallback((tag: string) => set({ tags: [...new Set([...tags, tag])] }), [set, tags]);
  useTopOnChange(filters);
  return (
    <>
      <PageHeader
        title="Resources"
        description={<Count list={list} total={facets?.total} />}
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
      <FilterBar state={filters} facets={facets} textRef={text} layout={layout} onLayout={setLayout} />
      <UnseenButton list={list} />
      <ListBody
        list={list}
        filters={filters}
        example={example}
        table={
          <ResourceTable
            list={list}
            filters={filters}
            layout={layout}
            selection={canWrite ? selection : null}
            onFocusText={() => text.current?.focus()}
            onTag={onTag}
          />
        }
      />
      {canWrite ? <BulkBar rows={list.rows} selection={selection} /> : null}
    </>
  );
}

interface ListBodyProps {
  list: ResourceRows;
  filters: Filters;
  example: string;
  table: ReactNode;
}

function ListBody({ list, filters, example, table }: ListBodyProps) {
  const canWrite = useCan("resources:write");
  if (list.error) {
    return (
      <Card>
        <CallError error={list.error} onRetry={list.retry} />
      </Card>
    );
  }
  if (list.isPending) {
    return (
      <Card>
        <SkeletonRows rows={10} label="Loading resources" />
      </Card>
    );
  }
  if (list.rows.length > 0 || list.hasMore) return table;
  if (activeFilters(filters.filters).length > 0) {
    return (
      <Card>
        <EmptyState
          icon={SearchX}
          title="No resource matches"
          action={<Button onClick={filters.clear}>Clear filters</Button>}
        >
          No resource in this organization matches all filters.
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card>
      <EmptyState
        icon={Boxes}
        title="No resources yet"
        action={
          canWrite ? (
            <Button asChild variant="primary">
              <Link href="/resources/new">
                <Plus aria-hidden /> Create the first
              </Link>
            </Button>
          ) : null
        }
      >
        Declare a database, a secret or a file, and Pragma makes it so. For a whole shop at once, run{" "}
        <code className="rounded bg-sunken px-1 font-mono text-[0.8125rem]">{example}</code> in the folder of the
        repository.
      </EmptyState>
    </Card>
  );
}

/** How many match. As long as that is not counted, how many are loaded. */
function Count({ list: { rows, hasMore, isPending }, total }: { list: ResourceRows; total: number | undefined }) {
  if (isPending) return <span>Everything declared in this organization</span>;
  const count = total ?? rows.length;
  const words = `${count.toLocaleString("en")} ${count === 1 ? "resource" : "resources"}`;
  return (
    <span role="status" className="tabular-nums">
      {total === undefined && hasMore ? `Over ${words}` : words}
    </span>
  );
}

/** New rows wait for the reader, who would otherwise lose their place. */
function UnseenButton({ list: { unseen, showUnseen } }: { list: ResourceRows }) {
  return (
    <div aria-live="polite" className="pointer-events-none sticky top-26 z-20 flex h-0 justify-center">
      {unseen > 0 ? (
        <Button size="small" onClick={showUnseen} className="pointer-events-auto rounded-full shadow-raised">
          <ArrowUp aria-hidden />
          {unseen.toLocaleString("en")} {unseen === 1 ? "change" : "changes"} — show
        </Button>
      ) : null}
    </div>
  );
}

/** Other filters, or another order, are another list, which starts at the top. */
function useTopOnChange({ filters }: Filters): void {
  const list = JSON.stringify(listInput(filters));
  const before = useRef(list);
  useEffect(() => {
    if (before.current === list) return;
    before.current = list;
    window.scrollTo({ top: 0 });
  }, [list]);
}
