"use client";

import { useQuery } from "@tanstack/react-query";
import { Card } from "~/components/ui/card.tsx";
import { NotIncluded } from "~/components/ui/not-included.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import type { Addresses } from "~/lib/packages.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { providersInterval } from "./polling.ts";
import { ProviderTable } from "./provider-table.tsx";
import { PushGuide } from "./push-guide.tsx";

export function ProvidersPage({ addresses }: { addresses: Addresses }) {
  const canRead = useCan("providers:read");
  const canPush = useCan("providers:write");
  return (
    <>
      <PageHeader title="Providers" description="Providers make resources real. Each adds its own types." />
      <div className="flex flex-col gap-5">
        <Card>{canRead ? <Providers /> : <NotIncluded />}</Card>
        {canPush ? <PushGuide addresses={addresses} provider="my-provider" /> : null}
      </div>
    </>
  );
}

function Providers() {
  const trpc = useTRPC();
  const providers = useQuery({
    ...trpc.providers.list.queryOptions(),
    refetchInterval: ({ state }) => providersInterval(state.data ?? []),
  });
  if (providers.isPending) return <SkeletonRows rows={5} label="Loading the providers" />;
  if (providers.isError) {
    return <CallError error={providers.error} onRetry={() => void providers.refetch()} />;
  }
  return <ProviderTable providers={providers.data} />;
}
