"use client";

import type { ProviderSummary } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { Badge } from "~/components/ui/badge.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Skeleton } from "~/components/ui/states.tsx";
import { Td } from "~/components/ui/table.tsx";
import { Link } from "~/features/shell/link.tsx";
import { providerHref } from "~/lib/hrefs.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { isShippedVersion, shortVersion } from "./provider-versions.ts";
import { DeploymentBadge, HealthBadge } from "./status-badges.tsx";
import { TypeLinks } from "./type-links.tsx";
import { useOnChange } from "./use-on-change.ts";
import { useTypes } from "./use-types.ts";

export function ProviderRow({ provider }: { provider: ProviderSummary }) {
  const { provider_id, current_version, deployment_status, updated_at } = provider;
  return (
    <tr>
      <ProviderName id={provider_id} mark={isShippedVersion(current_version) ? "shipped" : null} />
      <Td label="Version" className="font-mono text-[0.8125rem] text-ink-soft">
        {current_version === null ? "none" : <span title={current_version}>{shortVersion(current_version)}</span>}
      </Td>
      <Td label="Status">
        <span className="flex flex-wrap gap-1.5">
          <DeploymentBadge status={deployment_status} />
          {/* Only if it was deployed, so that nothing absent is requested. */}
          {deployment_status === null ? null : <Health summary={provider} />}
        </span>
      </Td>
      <Td label="Types">
        <Types provider={provider_id} serving={current_version} />
      </Td>
      <Td label="Updated" className="whitespace-nowrap text-ink-soft">
        <RelativeTime iso={updated_at} isSteady />
      </Td>
    </tr>
  );
}

/** The provider that is part of the platform. */
export function BuiltInRow() {
  return (
    <tr>
      <ProviderName id="pragma" mark="built in" />
      <Td label="Version" className="text-ink-soft">
        with the platform
      </Td>
      <Td label="Status">
        <DeploymentBadge status="available" />
      </Td>
      <Td label="Types">
        <Types provider="pragma" serving={null} />
      </Td>
      <Td label="Updated" className="text-ink-faint">
        —
      </Td>
    </tr>
  );
}

function ProviderName({ id, mark }: { id: string; mark: string | null }) {
  return (
    <th scope="row" className="border-t border-line px-4 py-2.5 font-normal">
      <span className="flex items-center gap-2">
        <Link href={providerHref(id)} className="py-1 font-medium text-ink underline-offset-4 hover:underline">
          {id}
        </Link>
        {mark === null ? null : <Badge>{mark}</Badge>}
      </span>
    </th>
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
