"use client";

import type { BuildInfo, ProviderStatus, ProviderSummary } from "@pragma/contract";
import type { UseQueryResult } from "@tanstack/react-query";
import { Hammer } from "lucide-react";
import { useState } from "react";
import { Badge } from "~/components/ui/badge.tsx";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { EmptyState, SkeletonRows } from "~/components/ui/states.tsx";
import { Table, Td, Th } from "~/components/ui/table.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { buildHref } from "~/lib/hrefs.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { DeployDialog } from "./deploy-dialog.tsx";
import { deploymentInterval } from "./polling.ts";
import { DEED_WORDS, deployDeed } from "./provider-versions.ts";
import { BuildBadge } from "./status-badges.tsx";

export interface BuildsSectionProps {
  summary: ProviderSummary;
  deployment: ProviderStatus | undefined;
  builds: UseQueryResult<BuildInfo[], unknown>;
}

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
        <Table label="Builds" isStacked className="sm:min-w-[40rem]">
          <thead>
            <tr>
              <Th>Version</Th>
              <Th>Status</Th>
              <Th>Created</Th>
              <Th>Error</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {builds.data.map((build) => (
              <BuildRow
                key={build.version}
                build={build}
                serving={current_version}
                busy={deploymentInterval(deployment ? [deployment.status] : []) !== false}
                onDeploy={() => setDeployed(build.version)}
              />
            ))}
          </tbody>
        </Table>
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

interface BuildRowProps {
  build: BuildInfo;
  serving: string | null;
  /** Another deployment is under way. */
  busy: boolean;
  onDeploy: () => void;
}

function BuildRow({ build, serving, busy, onDeploy }: BuildRowProps) {
  const canWrite = useCan("providers:write");
  const { provider_id, version, status, created_at, error_message } = build;
  const words = DEED_WORDS[deployDeed(version, serving)];
  return (
    <tr>
      <th scope="row" className="whitespace-nowrap border-t border-line px-4 py-2.5 font-normal">
        <span className="flex items-center gap-2">
          <Link
            href={buildHref(provider_id, version)}
            className="py-0.5 font-mono text-[0.8125rem] text-accent-text underline underline-offset-4"
          >
            {version}
          </Link>
          {version === serving ? <Badge tone="accent">serving</Badge> : null}
        </span>
      </th>
      <Td label="Status">
        <BuildBadge status={status} />
      </Td>
      <Td label="Created" className="whitespace-nowrap text-ink-soft">
        <RelativeTime iso={created_at} isSteady />
      </Td>
      <Td label={error_message ? "Error" : undefined} className="max-w-80 text-danger-text">
        {error_message ? <span className="line-clamp-2 break-words">{error_message}</span> : null}
      </Td>
      <Td className="text-right">
        {canWrite && status === "success" ? (
          <Button size="small" disabled={busy} aria-label={`${words} ${version}`} onClick={onDeploy}>
            {words}
          </Button>
        ) : null}
      </Td>
    </tr>
  );
}
