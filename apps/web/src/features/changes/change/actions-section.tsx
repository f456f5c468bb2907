"use client";

import type { ChangeSummary } from "@pragma/contract";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { LoadMore } from "~/trpc/load-more.tsx";
import { type ActionFilter, ALL_ACTIONS } from "../actions/action-filter.ts";
import { ActionFilters } from "../actions/action-filters.tsx";
import { ActionList } from "../actions/action-list.tsx";
import { NoActions } from "../actions/no-actions.tsx";
import type { useActions } from "./use-actions.ts";
import type { ChangeMutations } from "./use-change-mutations.ts";

export interface ActionsSectionProps {
  change: ChangeSummary;
  mutations: ChangeMutations;
  read: ReturnType<typeof useActions>;
  /** Ids of actions that have failed, and that a retry would carry on. */
  retriable: ReadonlySet<string>;
  filter: ActionFilter;
  onFilter: (patch: Partial<ActionFilter>) => void;
}

/** The actions of a change: those of a filter, page by page. */
export function ActionsSection({ change, mutations, read, retriable, filter, onFilter }: ActionsSectionProps) {
  const canWrite = useCan("resources:write");
  const { query, actions } = read;
  const isApplied = change.applied_at !== null;
  const isFiltered = filter.action !== null || filter.state !== null;
  return (
    <section aria-label="Actions" className="flex flex-col gap-3">
      <ActionList
        actions={actions}
        blocked={change.blocked}
        filters={
          actions.length > 1 || isFiltered ? (
            <ActionFilters counts={change.counts} isApplied={isApplied} filter={filter} onChange={onFilter} />
          ) : null
        }
        retriable={retriable}
        onRetry={canWrite ? mutations.retry : undefined}
        retrying={mutations.retrying}
        isPartial={query.hasNextPage}
      />
      {query.isPending ? <SkeletonRows rows={4} label="Loading the actions" /> : null}
      {query.isError && !query.data ? <CallError error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data && actions.length === 0 ? (
        <NoActions onClear={isFiltered ? () => onFilter(ALL_ACTIONS) : null} />
      ) : null}
      <LoadMore query={query} />
    </section>
  );
}
