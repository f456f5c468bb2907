"use client";

import { resourceKey } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useCan, useViewer } from "~/features/shell/viewer.tsx";
import { newResourceHref } from "~/lib/hrefs.ts";
import { loadPart } from "~/lib/load-part.ts";
import { useHydrated } from "~/lib/use-hydrated.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { draftKey } from "./draft-key.ts";
import { TypePicker } from "./type-picker.tsx";

const loading = () => <SkeletonRows label="Loading the editor" />;
/** It is shown only once the types are there, so it loads beside them. */
const NewEditor = dynamic(() => loadPart(() => import("./new-editor.tsx")).then((file) => file.NewEditor), {
  ssr: false,
  loading,
});

/**
 * A new resource: its type first, then the rest.
 * @param type `provider/resource`, or null to choose one
 * @param name to begin with, or null
 * @param from the key of a resource to begin with a copy of, or null
 */
export function NewResource({ type, name, from }: { type: string | null; name: string | null; from: string | null }) {
  const trpc = useTRPC();
  const { userId, organizationId } = useViewer();
  const canWrite = useCan("resources:write");
  const types = useQuery(trpc.resources.types.queryOptions());
  const source = useQuery({ ...trpc.resources.get.queryOptions({ id: from ?? "" }), enabled: from !== null });
  const copied = source.data;
  const hydrated = useHydrated();
  const failed = types.error ?? source.error;

  if (!canWrite) return <NotAllowed />;
  if (failed) {
    return (
      <>
        <PageHeader title="New resource" />
        <CallError error={failed} onRetry={() => void Promise.all([types.refetch(), from && source.refetch()])} />
      </>
    );
  }
  const choosing = type === null && from === null;
  return (
    <>
      <PageHeader
        title={from === null ? "New resource" : `Copy of ${copied ? resourceKey(copied.resource) : from}`}
        description={
          choosing ? (
            "Choose its type."
          ) : (
            <>
              {type ? <span className="font-mono text-dense">{type}</span> : null}{" "}
              <Link href={newResourceHref()} className="text-accent-text underline">
                Another type
              </Link>
            </>
          )
        }
      />
      {types.data === undefined || !hydrated || (from !== null && !copied) ? (
        <SkeletonRows label="Loading the types" />
      ) : null}
      {hydrated && choosing && types.data ? <TypePicker types={types.data} /> : null}
      {hydrated && !choosing && types.data && (from === null || copied) ? (
        <NewEditor
          key={from ?? type}
          type={type}
          name={name}
          source={from === null ? null : (copied ?? null)}
          types={types.data}
          draftKey={draftKey(`${userId}.${organizationId}`, from === null ? `new:${type}` : `copy:${from}`)}
        />
      ) : null}
    </>
  );
}

function NotAllowed() {
  return (
    <>
      <PageHeader title="New resource" />
      <Notice tone="warning">Your role can view resources but not change them.</Notice>
    </>
  );
}
