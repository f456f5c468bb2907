"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Badge } from "~/components/ui/badge.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import { Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { useLiveRefresh } from "~/features/live/use-live-refresh.ts";
import { useCan, useViewer } from "~/features/shell/viewer.tsx";
import { isNotFound } from "~/lib/domain-error.ts";
import { pagePart } from "~/lib/page-part.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { draftKey } from "./draft-key.ts";
import type { Loaded } from "./schema/types.ts";
import { useEditorPart } from "./use-editor-part.ts";

const loadedEditor = pagePart(() => import("./loaded-editor.tsx").then((file) => file.LoadedEditor));

/**
 * Edits a resource that exists.
 * @param resourceKey `provider/resource/name`
 */
export function EditResource({ resourceKey }: { resourceKey: string }) {
  const trpc = useTRPC();
  const { userId, organizationId } = useViewer();
  const canWrite = useCan("resources:write");
  const types = useQuery(trpc.resources.types.queryOptions());
  const read = useQuery(trpc.resources.get.queryOptions({ id: resourceKey }));
  const id = read.data?.resource.id;
  useLiveRefresh(
    () => read.refetch(),
    (change) => change.resource_id === id,
  );
  // The version that the edit begins with; later ones are reported, and do not replace it.
  const [first, setFirst] = useState<Loaded | null>(read.data ?? null);
  if (first === null && read.data) setFirst(read.data);
  const LoadedEditor = useEditorPart(canWrite ? loadedEditor : null);
  const deleted = read.data !== undefined && isNotFound(read.error);
  const failed = read.data ? types.error : (read.error ?? types.error);

  return (
    <>
      <PageHeader
        title={
          <>
            Edit <span className="font-mono text-lg">{resourceKey}</span>
          </>
        }
        description={
          <>
            {deleted ? <Badge tone="danger">deleted</Badge> : null}
            {read.data && !deleted ? <StateBadge state={read.data.resource.lifecycle_state} /> : null}
          </>
        }
      />
      {canWrite ? null : <Notice tone="warning">Your role can view resources but not change them.</Notice>}
      {failed && canWrite ? (
        <CallError error={failed} onRetry={() => void Promise.all([read.refetch(), types.refetch()])} />
      ) : null}
      {canWrite && !failed && !(LoadedEditor && first && types.data) ? (
        <SkeletonRows label="Loading the editor" />
      ) : null}
      {canWrite && LoadedEditor && first && types.data ? (
        <LoadedEditor
          loaded={first}
          current={read.data ?? null}
          deleted={deleted}
          types={types.data}
          draftKey={draftKey(`${userId}.${organizationId}`, `edit:${resourceKey}`)}
        />
      ) : null}
    </>
  );
}
