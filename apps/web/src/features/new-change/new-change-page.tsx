"use client";

import { useQuery } from "@tanstack/react-query";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { yamlEditor } from "~/features/resource-editor/yaml/yaml-editor-part.ts";
import { useCan } from "~/features/shell/viewer.tsx";
import { pagePart, usePagePart } from "~/lib/page-part.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";

const documentEditor = pagePart(() => import("./document-editor.tsx").then((file) => file.DocumentEditor));

const EMPTY = { text: "", message: "" };

/** A new change: documents, their plan, and the way to apply it. */
export function NewChangePage() {
  const trpc = useTRPC();
  const canPlan = useCan("changes:plan");
  const DocumentEditor = usePagePart(canPlan ? documentEditor : null);
  usePagePart(canPlan ? yamlEditor : null);
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
      {DocumentEditor && types.data ? <DocumentEditor start={EMPTY} types={types.data} /> : null}
      {!(DocumentEditor && types.data) && !types.error ? <SkeletonRows label="Loading the editor" /> : null}
    </>
  );
}
