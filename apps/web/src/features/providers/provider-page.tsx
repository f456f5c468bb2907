"use client";

import { Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Badge } from "~/components/ui/badge.tsx";
import { Button } from "~/components/ui/button.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { loadPart } from "~/lib/load-part.ts";
import type { Addresses } from "~/lib/packages.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { BuildsSection } from "./builds-section.tsx";
import { DeploymentSection } from "./deployment-section.tsx";
import { ProviderAbsent } from "./provider-absent.tsx";
import { isShippedVersion } from "./provider-versions.ts";
import { PushGuide } from "./push-guide.tsx";
import { TypesSection } from "./types-section.tsx";
import { useProvider } from "./use-provider.ts";

/** With all that shows a plan; loaded when it is first opened. */
const DeleteProviderDialog = dynamic(
  () => loadPart(() => import("./delete-provider-dialog.tsx")).then((file) => file.DeleteProviderDialog),
  { ssr: false },
);

/** One provider: the version in service, its types and its builds. */
export function ProviderPage({ id, addresses }: { id: string; addresses: Addresses }) {
  const canWrite = useCan("providers:write");
  const [deleting, setDeleting] = useState(false);
  /** Deletions of its resources have begun, and it goes with the last of them. */
  const [leaving, setLeaving] = useState(false);
  const { list, summary, deployment, builds, types } = useProvider(id, { leaving });
  const builtIn = id === "pragma";
  const pushed = (builds.data?.length ?? 0) > 0;
  const shipped = isShippedVersion(summary?.current_version ?? null);

  if (list.isPending) return <SkeletonRows rows={8} label="Loading the provider" />;
  if (list.isError) return <CallError error={list.error} onRetry={() => void list.refetch()} />;
  if (!summary && !builtIn) return <ProviderAbsent id={id} gone={leaving} />;
  return (
    <>
      <PageHeader
        title={
          <span className="flex items-center gap-2.5">
            {id}
            {builtIn ? <Badge>built in</Badge> : null}
            {shipped ? <Badge>shipped</Badge> : null}
          </span>
        }
        description={
          builtIn ? "Part of the platform: secrets, shared settings and files." : "A provider of this organization."
        }
        actions={
          canWrite && pushed ? (
            <Button variant="dangerGhost" onClick={() => setDeleting(true)}>
              <Trash2 aria-hidden /> Delete provider…
            </Button>
          ) : undefined
        }
      />
      <div className="flex flex-col gap-5">
        {leaving ? (
          <Notice tone="warning">
            This provider is being deleted. It keeps working until its last resource is gone.
          </Notice>
        ) : null}
        {summary ? <DeploymentSection summary={summary} deployment={deployment} /> : null}
        <TypesSection provider={id} types={types} />
        {summary ? <BuildsSection summary={summary} deployment={deployment.data} builds={builds} /> : null}
        {canWrite && !builtIn ? <PushGuide addresses={addresses} provider={id} /> : null}
      </div>
      {deleting ? (
        <DeleteProviderDialog id={id} onLeaving={() => setLeaving(true)} onClose={() => setDeleting(false)} />
      ) : null}
    </>
  );
}
