"use client";

import type { ProviderSummary } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { Badge } from "~/components/ui/badge.tsx";
import { type Column, DataTable } from "~/components/ui/data-table.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Skeleton } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { providerHref } from "~/lib/hrefs.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { isShippedVersion, shortVersion } from "./provider-versions.ts";
import { DeploymentBadge, HealthBadge } from "./status-badges.tsx";
import { TypeLinks } from "./type-links.tsx";
import { useOnChange } from "./use-on-change.ts";
import { useTypes } from "./use-types.ts";

/** A provider that was pushed or shipped; null is the one that is part of the platform. */
type Line = ProviderSummary | null;

const nameOf = (line: Line): string => line?.provider_id ?? "pragma";

const PROVIDER: Column<Line> = { head: "Provider", cell: (line) => <Name line={line} /> };

const COLUMNS: readonly Column<Line>[] = [
  { head: "Version serving", className: "text-ink-soft", cell: (line) => <Version line={line} /> },
  { head: "Status", cell: (line) => <Status line={line} /> },
  { head: "Types", cell: (line) => <Types provider={nameOf(line)} serving={line?.current_version ?? null} /> },
  {
    head: "Updated",
    className: "whitespace-nowrap text-ink-soft",
    cell: (line) => (line ? <RelativeTime iso={line.updated_at} isSteady /> : "—"),
  },
];

/** All providers, that of the platform first. */
export function ProviderTable({ providers }: { providers: readonly ProviderSummary[] }) {
  return (
    <DataTable
      label="Providers"
      rowHead={PROVIDER}
      columns={COLUMNS}
      rows={[null, ...providers]}
      keyOf={nameOf}
      className="sm:min-w-[52rem]"
    />
  );
}

function Name({ line }: { line: Line }) {
  const mark = markOf(line);
  return (
    <span className="flex items-center gap-2">
      <Link href={providerHref(nameOf(line))} className="py-1 font-medium text-ink underline-offset-4 hover:underline">
        {nameOf(line)}
      </Link>
      {mark === null ? null : <Badge>{mark}</Badge>}
    </span>
  );
}

function markOf(line: Line): string | null {
  if (line === null) return "built in";
  return isShippedVersion(line.current_version) ? "shipped" : null;
}

function Version({ line }: { line: Line }) {
  if (line === null) return "with the platform";
  const { current_version } = line;
  if (current_version === null) return "none";
  return (
    <span title={current_version} className="font-mono text-dense">
      {shortVersion(current_version)}
    </span>
  );
}

function Status({ line }: { line: Line }) {
  if (line === null) return <DeploymentBadge status="available" />;
  return (
    <span className="flex flex-wrap gap-1.5">
      <DeploymentBadge status={line.deployment_status} />
      {/* Only if it was deployed, so that nothing absent is requested. */}
      {line.deployment_status === null ? null : <Health summary={line} />}
    </span>
  );
}

function Health({ summary: { provider_id, current_version, deployment_status } }: { summary: ProviderSummary }) {
  const deployment = useQuery(useTRPC().providers.deployment.queryOptions({ provider_id }));
  useOnChange(`${deployment_status} ${current_version}`, deployment.refetch);
  if (deployment.isPending) return <Skeleton className="h-5.5 w-16 rounded-full" />;
  return deployment.data ? <HealthBadge healthy={deployment.data.healthy} /> : null;
}

function Types({ provider, serving }: { provider: string; serving: string | null }) {
  const types = useTypes(provider, serving);
  if (types.isPending) return <Skeleton className="h-5 w-40" />;
  if (types.isError) return <span className="text-ink-faint">could not be read</span>;
  if (types.data.length === 0) return <span className="text-ink-faint">none yet</span>;
  return <TypeLinks provider={provider} types={types.data} />;
}
