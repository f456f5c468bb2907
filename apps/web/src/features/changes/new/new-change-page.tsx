"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { loadPart } from "~/lib/load-part.ts";
import { useHydrated } from "~/lib/use-hydrated.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";

const loading = () => <SkeletonRows label="Loading the editor" />;
/** It is shown only once the types are there, so it loads beside them. */
const DocumentEditor = dynamic(
  () => loadPart(() => import("./document-editor.tsx")).then((file) => file.DocumentEditor),
  {
    ssr: false,
    loading,
  },
);

const EMPTY = { text: "", message: "" };

/** A new change: documents, their plan, and the way to apply it. */
export function NewChangePage() {
  const trpc = useTRPC();
  const canPlan = useCan("changes:plan");
  const hydrated = useHydrated();
  const types = useQuery(trpc.resources.types.queryOptions());
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
      {hydrated && types.data ? <DocumentEditor start={EMPTY} types={types.data} /> : null}
      {!(hydrated && types.data) && !types.error ? <SkeletonRows label="Loading the types" /> : null}
    </>
  );
}
