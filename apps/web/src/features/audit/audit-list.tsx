"use client";

import { ScrollText } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { EmptyState, Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { Table, Th } from "~/components/ui/table.tsx";
import { cn } from "~/lib/class-names.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { LoadMore } from "~/trpc/load-more.tsx";
import { type AuditFilterPatch, type AuditFilters, auditInput, isFiltered } from "./audit-filters.ts";
import { AuditGroupRows } from "./audit-group-rows.tsx";
import { auditGroups } from "./audit-groups.ts";
import { useAuditLog } from "./use-audit-log.ts";

export interface AuditListProps {
  filters: AuditFilters;
  onFilter: (patch: AuditFilterPatch) => void;
  onClear: () => void;
}

export function AuditList({ filters, onFilter, onClear }: AuditListProps) {
  const input = auditInput(filters);
  const log = useAuditLog(input);
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
        <Table label="Audit log">
          <thead>
            <tr>
              <Th>Time</Th>
              <Th className="pl-0">Who did what</Th>
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

/** Notice about the entry of the page's address. */
function EntryNotice({ isThere }: { isThere: boolean }) {
  return (
    <Notice tone={isThere ? "info" : "warning"} className="mx-4 mt-3">
      {isThere
        ? "The list begins with the entry that this address names. Clear the filters to see newer ones."
        : "The entry that this address names is not here: it may be too old to have been kept."}
    </Notice>
  );
}
