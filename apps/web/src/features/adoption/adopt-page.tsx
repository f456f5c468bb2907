"use client";

import { useQuery } from "@tanstack/react-query";
import { Card } from "~/components/ui/card.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { FoundThings } from "./found-things.tsx";
import { SearchForm } from "./search-form.tsx";
import { useDiscovery } from "./use-discovery.ts";

/** What exists already: it is looked for, ticked, and taken over by a plan. */
export function AdoptPage() {
  const canWrite = useCan("resources:write");
  return (
    <>
      <PageHeader
        title="Adopt"
        description="Take over what exists already. Nothing is written before you apply the plan."
      />
      {canWrite ? <Adoption /> : <Notice tone="warning">Your role cannot take over what exists.</Notice>}
    </>
  );
}

function Adoption() {
  const trpc = useTRPC();
  const types = useQuery(trpc.resources.types.queryOptions());
  const discovery = useDiscovery();
  if (types.data === undefined) {
    return (
      <Card>
        {types.error ? (
          <CallError error={types.error} onRetry={() => void types.refetch()} />
        ) : (
          <SkeletonRows rows={3} label="Loading the types" />
        )}
      </Card>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <Card className="p-4">
        <SearchForm types={types.data} isBusy={discovery.isPending} onSearch={discovery.search} />
      </Card>
      <FoundThings discovery={discovery} />
    </div>
  );
}
