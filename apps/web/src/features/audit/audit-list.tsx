"use client";

import { keepPreviousData } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { EmptyState, Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { Table, Th } from "~/components/ui/table.tsx";
import { cn } from "~/lib/class-names.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { LoadMore } from "~/trpc/load-more.tsx";
import { usePagedQuery } from "~/trpc/use-paged-query.ts";
import { type AuditFilterPatch, type AuditFilters, auditInput, isFiltered } from "./audit-filters.ts";
import { AuditGroupRows } from "./audit-group-rows.tsx";
import { auditGroups } from "./audit-groups.ts";

export interface AuditListProps {
  filters: AuditFilters;
  onFilter: (patch: AuditFilterPatch) => void;
  onClear: () => void;
}

export function AuditList({ filters, onFilter, onClear }: AuditListProps) {
  const trpc = useTRPC();
  const input = auditInput(filters);
  const log = usePagedQuery({
    ...trpc.audit.list.infiniteQueryOptions(input, {
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    }),
    placeholderData: keepPreviousData,
  });
  if (log.isPending) return <SkeletonRows rows={8} label="Loading the log" />;
  if (log.isError && !log.data) {
    return <CallError error={log.error} onRetry={() => void log.refetch()} />;
  }
  const entries = log.data?.pages.flatMap(({ items }) => items) ?? [];
  if (entries.length === 0) {
    return isFiltered(filters) ? (
      <EmptyState icon={ScrollText} title="Nothing matches" action={<Button onClick={onClear}>Clear filters</Button>}>
        No log entry matches all filters.
      </EmptyState>
    ) : (
      <EmptyState icon={ScrollText} title="The log is empty">
        Actions in the organization appear here.
      </EmptyState>
    );
  }
  const groups = auditGroups(entries);
  return (
    <>
      {input.from === undefined || log.isPlaceholderData ? null : (
        <EntryNotice isThere={entries[0]?.id === input.from} />
      )}
      <div className={cn("transition-opacity", log.isPlaceholderData && "opacity-60")}>
        <Table label="Audit log" className="sm:min-w-[46rem]">
          <thead>
            <tr>
              <Th>Time</Th>
              <Th className="max-sm:px-2">Actor</Th>
              <Th className="max-sm:px-2">Action</Th>
              <Th className="max-sm:hidden">Target</Th>
              <Th className="max-sm:hidden">Outcome</Th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <AuditGroupRows key={group.id} group={group} addressed={input.from} onFilter={onFilter} />
            ))}
          </tbody>
        </Table>
      </div>
      {log.hasNextPage ? (
        <LoadMore query={log} label="Show older entries" />
      ) : (
        <p className="border-t border-line px-4 py-3 text-center text-dense text-ink-faint">
          This is the beginning of the log.
        </p>
      )}
    </>
  );
}

/** Of a list that begins with the entry of the page's address. */
function EntryNotice({ isThere }: { isThere: boolean }) {
  return (
    <Notice tone={isThere ? "info" : "warning"} className="mx-4 mt-3">
      {isThere
        ? "The list begins with the entry that this address names. Clear the filters to see newer ones."
        : "The entry that this address names is not here: it may be too old to have been kept."}
    </Notice>
  );
}
