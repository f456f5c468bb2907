"use client";

import { resourceKey } from "@pragma/contract";
import type { ReadResource } from "@pragma/manifest";
import { useQuery } from "@tanstack/react-query";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useCan, useViewer } from "~/features/shell/viewer.tsx";
import { newResourceHref } from "~/lib/hrefs.ts";
import { pagePart } from "~/lib/page-part.ts";
import { useHydrated } from "~/lib/use-hydrated.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { draftKey } from "./draft-key.ts";
import type { ResourceType } from "./schema/types.ts";
import { TypePicker } from "./type-picker.tsx";
import { useEditorPart } from "./use-editor-part.ts";

const newEditor = pagePart(() => import("./new-editor.tsx").then((file) => file.NewEditor));

/**
 * A new resource: its type first, then the rest.
 * @param type `provider/resource`, or null to choose one
 * @param name to begin with, or null
 * @param from the key of a resource to begin with a copy of, or null
 */
export function NewResource({ type, name, from }: { type: string | null; name: string | null; from: string | null }) {
  const trpc = useTRPC();
  const canWrite = useCan("resources:write");
  const types = useQuery(trpc.resources.types.queryOptions());
  const source = useQuery({ ...trpc.resources.get.queryOptions({ id: from ?? "" }), enabled: from !== null });
  const copied = source.data;
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
      {choosing ? (
        <ChooseType types={types.data} />
      ) : (
        <Chosen type={type} name={name} from={from} copied={copied} types={types.data} />
      )}
    </>
  );
}

function ChooseType({ types }: { types: readonly ResourceType[] | undefined }) {
  const hydrated = useHydrated();
  return hydrated && types ? <TypePicker types={types} /> : <SkeletonRows label="Loading the types" />;
}

interface ChosenProps {
  type: string | null;
  name: string | null;
  from: string | null;
  copied: ReadResource | undefined;
  types: readonly ResourceType[] | undefined;
}

function Chosen({ type, name, from, copied, types }: ChosenProps) {
  const { userId, organizationId } = useViewer();
  const NewEditor = useEditorPart(newEditor);
  if (!NewEditor || !types || (from !== null && !copied)) return <SkeletonRows label="Loading the editor" />;
  return (
    <NewEditor
      key={from ?? type}
      type={type}
      name={name}
      source={from === null ? null : (copied ?? null)}
      types={types}
      draftKey={draftKey(`${userId}.${organizationId}`, from === null ? `new:${type}` : `copy:${from}`)}
    />
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
