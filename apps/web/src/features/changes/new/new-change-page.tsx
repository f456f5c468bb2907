"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { useHydrated } from "~/features/resource-editor/use-hydrated.ts";
import { useCan } from "~/features/shell/viewer.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { DocumentEditor } from "./document-editor.tsx";
import { draftsText } from "./drafts-text.ts";

/**
 * A new change: documents, their plan, and the way to apply it.
 * @param drafts keys of resources to begin with
 */
export function NewChangePage({ drafts }: { drafts: readonly string[] }) {
  const trpc = useTRPC();
  const canPlan = useCan("changes:plan");
  const hydrated = useHydrated();
  const types = useQuery(trpc.resources.types.queryOptions());
  const read = useQueries({
    queries: drafts.map((id) =>
      trpc.resources.get.queryOptions({ id }, { retry: false, staleTime: Number.POSITIVE_INFINITY }),
    ),
    combine: (results) => ({
      isPending: results.some(({ isPending }) => isPending),
      found: results.flatMap(({ data }) => (data ? [data.resource] : [])),
      missing: drafts.filter((_, index) => results[index]?.isError),
    }),
  });
  const isReady = hydrated && !read.isPending && types.data !== undefined;
  const start = useMemo(
    () =>
      isReady && types.data
        ? {
            text: draftsText(read.found, types.data),
            message: read.found.length === 0 ? "" : `Apply ${count(read.found.length)}`,
          }
        : null,
    [isReady, types.data, read.found],
  );
  if (!canPlan) {
    return (
      <>
        <PageHeader title="New change" />
        <Notice tone="warning">Your role can view changes but not plan them.</Notice>
      </>
    );
  }
  return (
    <>
      <PageHeader title="New change" description="Planned first: nothing is written before you apply the plan." />
      {types.error ? <CallError error={types.error} onRetry={() => void types.refetch()} /> : null}
      {read.missing.length > 0 ? (
        <Notice tone="warning" className="mb-4">
          {read.missing.join(", ")} could not be read and {read.missing.length === 1 ? "is" : "are"} left out.
        </Notice>
      ) : null}
      {start && types.data ? <DocumentEditor start={start} types={types.data} /> : null}
      {!start && !types.error ? <SkeletonRows label="Loading the types" /> : null}
    </>
  );
}

function count(drafts: number): string {
  return drafts === 1 ? "1 draft" : `${drafts} drafts`;
}
