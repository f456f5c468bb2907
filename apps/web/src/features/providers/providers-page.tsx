"use client";

import { useQuery } from "@tanstack/react-query";
import { Card } from "~/components/ui/card.tsx";
import { NotIncluded } from "~/components/ui/not-included.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { Table, Th } from "~/components/ui/table.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import type { Addresses } from "~/lib/packages.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { deploymentInterval } from "./polling.ts";
import { BuiltInRow, ProviderRow } from "./provider-row.tsx";
import { PushGuide } from "./push-guide.tsx";

export function ProvidersPage({ addresses }: { addresses: Addresses }) {
  const canRead = useCan("providers:read");
  const canPush = useCan("providers:write");
  return (
    <>
      <PageHeader title="Providers" description="Providers make resources real. Each adds its own types." />
      <div className="flex flex-col gap-5">
        <Card>{canRead ? <ProviderTable /> : <NotIncluded />}</Card>
        {canPush ? <PushGuide addresses={addresses} provider="my-provider" /> : null}
      </div>
    </>
  );
}

function ProviderTable() {
  const trpc = useTRPC();
  const providers = useQuery({
    ...trpc.providers.list.queryOptions(),
    refetchInterval: ({ state }) =>
      deploymentInterval(state.data?.map(({ deployment_status }) => deployment_status) ?? []),
  });
  if (providers.isPending) return <SkeletonRows rows={5} label="Loading the providers" />;
  if (providers.isError) {
    return <CallError error={providers.error} onRetry={() => void providers.refetch()} />;
  }
  return (
    <Table label="Providers" isStacked className="sm:min-w-[52rem]">
      <thead>
        <tr>
          <Th>Provider</Th>
          <Th>Version serving</Th>
          <Th>Status</Th>
          <Th>Types</Th>
          <Th>Updated</Th>
        </tr>
      </thead>
      <tbody>
        <BuiltInRow />
        {providers.data.map((provider) => (
          <ProviderRow key={provider.provider_id} provider={provider} />
        ))}
      </tbody>
    </Table>
  );
}
