"use client";

import type { BuildInfo, ProviderStatus, ProviderSummary } from "@pragma/contract";
import type { UseQueryResult } from "@tanstack/react-query";
import { Hammer } from "lucide-react";
import { useState } from "react";
import { Badge } from "~/components/ui/badge.tsx";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { type Column, DataTable } from "~/components/ui/data-table.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { EmptyState, SkeletonRows } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { buildHref } from "~/lib/hrefs.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { DeployDialog } from "./deploy-dialog.tsx";
import { deploymentInterval } from "./polling.ts";
import { ACTION_WORDS, deployAction } from "./provider-versions.ts";
import { BuildBadge } from "./status-badges.tsx";

export interface BuildsSectionProps {
  summary: ProviderSummary;
  deployment: ProviderStatus | undefined;
  builds: UseQueryResult<BuildInfo[], unknown>;
}

const COLUMNS: readonly Column<BuildInfo>[] = [
  { head: "Status", cell: ({ status }) => <BuildBadge status={status} /> },
  {
    head: "Created",
    className: "whitespace-nowrap text-ink-soft",
    cell: ({ created_at }) => <RelativeTime iso={created_at} isSteady />,
  },
  {
    head: "Error",
    className: "max-w-80 text-danger-text",
    cell: ({ error_message }) =>
      error_message ? <span className="line-clamp-2 break-words">{error_message}</span> : null,
  },
];

/** The last pushed versions, each with its page and a button to deploy it. */
export function BuildsSection({ summary, deployment, builds }: BuildsSectionProps) {
  const [deployed, setDeployed] = useState<string | null>(null);
  const { provider_id, current_version } = summary;
  return (
    <Section title="Builds" description="The last ten versions that were pushed, newest first.">
      {builds.isPending ? <SkeletonRows rows={3} label="Loading the builds" /> : null}
      {builds.isError ? <CallError error={builds.error} onRetry={() => void builds.refetch()} /> : null}
      {builds.data?.length === 0 ? (
        <EmptyState icon={Hammer} title="Nothing pushed yet">
          The serving version ships with the product. Push one of your own to replace it.
        </EmptyState>
      ) : null}
      {builds.data && builds.data.length > 0 ? (
        <DataTable
          label="Builds"
          rowHead={{
            head: "Version",
            className: "whitespace-nowrap",
            cell: (build) => <BuildVersion build={build} serving={current_version} />,
          }}
          columns={COLUMNS}
          actions={(build) => (
            <DeployButton
              build={build}
              serving={current_version}
              busy={deploymentInterval(deployment ? [deployment.status] : []) !== false}
              onDeploy={() => setDeployed(build.version)}
            />
          )}
          rows={builds.data}
          keyOf={({ version }) => version}
          className="sm:min-w-[40rem]"
        />
      ) : null}
      {deployed !== null ? (
        <DeployDialog
          provider={provider_id}
          version={deployed}
          serving={current_version}
          onClose={() => setDeployed(null)}
        />
      ) : null}
    </Section>
  );
}

function BuildVersion({ build: { provider_id, version }, serving }: { build: BuildInfo; serving: string | null }) {
  return (
    <span className="flex items-center gap-2">
      <Link
        href={buildHref(provider_id, version)}
        className="py-0.5 font-mono text-dense text-accent-text underline underline-offset-4"
      >
        {version}
      </Link>
      {version === serving ? <Badge tone="accent">serving</Badge> : null}
    </span>
  );
}

interface DeployButtonProps {
  build: BuildInfo;
  serving: string | null;
  /** Another deployment is under way. */
  busy: boolean;
  onDeploy: () => void;
}

function DeployButton({ build: { version, status }, serving, busy, onDeploy }: DeployButtonProps) {
  const canWrite = useCan("providers:write");
  const words = ACTION_WORDS[deployAction(version, serving)];
  if (!canWrite || status !== "success") return null;
  return (
    <Button size="small" disabled={busy} aria-label={`${words} ${version}`} onClick={onDeploy}>
      {words}…
    </Button>
  );
}
