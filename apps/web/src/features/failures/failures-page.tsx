"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, RotateCcw, SearchX, Trash2 } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useRef, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { EmptyState, SkeletonRows } from "~/components/ui/states.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { LoadMore } from "~/trpc/load-more.tsx";
import { DeleteDialog } from "./delete-dialog.tsx";
import { FailedWithoutFailure, useFailedWithoutFailure } from "./failed-without-failure.tsx";
import type { Failure } from "./failure.ts";
import { FailureFilters } from "./failure-filters.tsx";
import { FailureGroups } from "./failure-groups.tsx";
import { failureParams, isNarrowed } from "./failure-params.ts";
import { FailureTable } from "./failure-table.tsx";
import { rowsOf } from "./retries.ts";
import { RetryAllDialog } from "./retry-all-dialog.tsx";
import { type RetryTarget, retryTarget } from "./retry-target.ts";
import { retryButton } from "./retry-words.ts";
import { SelectionBar } from "./selection-bar.tsx";
import type { DeletionTarget } from "./use-deletions.ts";
import { useFailureGroups } from "./use-failure-groups.ts";
import { useFailures } from "./use-failures.ts";
import { useRetries } from "./use-retries.ts";

/** Final failures, and the actions for them. */
export function FailuresPage() {
  const trpc = useTRPC();
  const canWrite = useCan("ops:write");
  const [params, setParams] = useQueryStates(failureParams, { history: "push" });
  const { provider, q, kind } = params;
  const { query, failures, refresh } = useFailures({ provider, q, kind });
  const { groups, isOld } = useFailureGroups({ provider, q });
  const { retries, retry, retryAll, forgetSettled } = useRetries(refresh);
  const providers = useQuery(trpc.providers.list.queryOptions());
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [deleting, setDeleting] = useState<DeletionTarget | null>(null);
  // Null while the dialog is closed. A kind of null retries whatever the error is.
  const [retrying, setRetrying] = useState<{ kind: string | null } | null>(null);
  const text = useRef<HTMLInputElement>(null);

  const rows = rowsOf(failures, retries);
  const chosen = failures.filter(({ event_id }) => selected.has(event_id));
  const isFiltered = isNarrowed({ provider, q, kind });
  const isComplete = query.isSuccess && !query.hasNextPage;
  const isWhole = isComplete && !isFiltered;
  const targetOf = (which: string | null): RetryTarget =>
    retryTarget({ provider, q, kind: which }, { groups: isOld ? [] : groups, failures, isComplete });
  const without = useFailedWithoutFailure(failures.length);
  const retrySome = (some: readonly Failure[]): void => {
    retry.mutate(some);
    setSelected(new Set());
  };

  return (
    <>
      <PageHeader
        title="Failures"
        description="Changes that failed after all attempts. Each stays here until a retry succeeds or you delete it."
        actions={
          canWrite && rows.length > 0 ? (
            <>
              <Button onClick={() => setRetrying({ kind })}>
                <RotateCcw aria-hidden /> {retryButton(targetOf(kind))}
              </Button>
              <Button variant="dangerGhost" onClick={() => setDeleting({ provider })}>
                <Trash2 aria-hidden /> Delete all…
              </Button>
            </>
          ) : null
        }
      />
      <FailureFilters
        textRef={text}
        provider={provider}
        q={q}
        kind={kind}
        providers={(providers.data ?? []).map(({ provider_id }) => provider_id)}
        // Typing a letter must not add a history entry.
        onChange={(change) => {
          void setParams({ ...change, kind: null }, { history: "q" in change ? "replace" : "push" });
        }}
      />
      <FailureGroups
        groups={groups}
        kind={kind}
        onChange={(one) => void setParams({ kind: one })}
        onRetry={canWrite ? (one) => setRetrying({ kind: one }) : null}
      />
      {canWrite ? (
        <SelectionBar
          selected={chosen.length}
          error={retry.error?.message ?? null}
          onRetry={() => retrySome(chosen)}
          onDelete={() => setDeleting({ failures: chosen })}
          onClear={() => setSelected(new Set())}
        />
      ) : null}
      {isWhole && without ? <FailedWithoutFailure count={without} /> : null}
      <div className="rounded-lg border border-line bg-surface">
        {query.isPending ? <SkeletonRows rows={8} label="Loading failures" /> : null}
        {query.isError && rows.length === 0 ? (
          <CallError error={query.error} onRetry={() => void query.refetch()} />
        ) : null}
        {query.isSuccess && rows.length === 0 ? <NoFailures isFiltered={isFiltered} isAny={Boolean(without)} /> : null}
        {rows.length > 0 ? (
          <FailureTable
            rows={rows}
            selected={selected}
            onSelect={setSelected}
            opened={params.event}
            onOpen={(event) => void setParams({ event }, { history: "replace" })}
            onRetry={canWrite ? (failure) => retrySome([failure]) : null}
            onDelete={(failure) => setDeleting({ failures: [failure] })}
            onFocusText={() => text.current?.focus()}
          />
        ) : null}
        <LoadMore query={query} />
      </div>
      <RetryAllDialog
        open={retrying !== null}
        onClose={() => setRetrying(null)}
        target={targetOf(retrying === null ? kind : retrying.kind)}
        retryAll={retryAll}
      />
      <DeleteDialog
        target={deleting}
        onClose={() => setDeleting(null)}
        isNarrowed={q.trim() !== "" || kind !== null}
        onDeleted={() => {
          forgetSettled();
          setSelected(new Set());
          void refresh();
        }}
      />
    </>
  );
}

function NoFailures({ isFiltered, isAny }: { isFiltered: boolean; isAny: boolean }) {
  if (isFiltered) {
    return (
      <EmptyState icon={SearchX} title="No failure matches">
        No failure matches this provider, search text and error.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={CircleCheck} title={isAny ? "Nothing to retry" : "Nothing has failed"}>
      A change appears here once all its attempts have failed, or when no retry can fix it. You see its error and the
      config sent to the provider, and can retry or delete it.
    </EmptyState>
  );
}
