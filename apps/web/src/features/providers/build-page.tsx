"use client";

import { isBuildFinished } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Rocket } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { providerHref } from "~/lib/hrefs.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { BuildLog } from "./build-log.tsx";
import { DeployDialog } from "./deploy-dialog.tsx";
import { buildInterval, deploymentInterval } from "./polling.ts";
import { ACTION_WORDS, deployAction } from "./provider-versions.ts";
import { BuildBadge } from "./status-badges.tsx";

/** One pushed version: its build log and the result. */
export function BuildPage({ provider, version }: { provider: string; version: string }) {
  const trpc = useTRPC();
  const canWrite = useCan("providers:write");
  const [deploying, setDeploying] = useState(false);
  const build = useQuery({
    ...trpc.providers.build.queryOptions({ provider_id: provider, version }),
    refetchInterval: ({ state }) => buildInterval(state.data ? [state.data.status] : []),
  });
  const list = useQuery({
    ...trpc.providers.list.queryOptions(),
    refetchInterval: ({ state }) =>
      deploymentInterval(state.data?.map(({ deployment_status }) => deployment_status) ?? []),
  });
  const summary = list.data?.find(({ provider_id }) => provider_id === provider);
  const serving = summary?.current_version ?? null;
  const busy = deploymentInterval([summary?.deployment_status ?? null]) !== false;
  return (
    <>
      <Link
        href={providerHref(provider)}
        className="mb-2 inline-flex items-center gap-1.5 py-1 text-ink-soft underline-offset-4 hover:underline"
      >
        <ArrowLeft className="size-4" aria-hidden /> {provider}
      </Link>
      <PageHeader
        title={`${provider} ${version}`}
        description={
          build.data ? (
            <span className="flex flex-wrap items-center gap-2" aria-live="polite">
              <BuildBadge status={build.data.status} />
              <span>
                pushed <RelativeTime iso={build.data.created_at} />
              </span>
              {version === serving ? <span>· serving</span> : null}
              {busy ? <span>· a deployment is under way</span> : null}
            </span>
          ) : undefined
        }
        actions={
          canWrite && build.data?.status === "success" ? (
            <Button variant="primary" disabled={busy || list.isPending} onClick={() => setDeploying(true)}>
              <Rocket aria-hidden /> {ACTION_WORDS[deployAction(version, serving)]}…
            </Button>
          ) : undefined
        }
      />
      {build.isPending ? <SkeletonRows rows={8} label="Loading the build" /> : null}
      {build.isError ? <CallError error={build.error} onRetry={() => void build.refetch()} /> : null}
      {build.data ? (
        <div className="flex flex-col gap-5">
          {build.data.error_message && isBuildFinished(build.data.status) ? (
            <Notice tone="danger">
              <span className="whitespace-pre-wrap break-words">{build.data.error_message}</span>
            </Notice>
          ) : null}
          <BuildLog key={version} provider={provider} version={version} />
        </div>
      ) : null}
      {deploying ? (
        <DeployDialog provider={provider} version={version} serving={serving} onClose={() => setDeploying(false)} />
      ) : null}
    </>
  );
}
