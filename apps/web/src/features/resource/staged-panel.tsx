"use client";

import { resourceKey } from "@pragma/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useEffect } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { Skeleton } from "~/components/ui/states.tsx";
import { ValueChanges } from "~/features/resource-elements/value-changes.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import type { Tagged } from "./resource-types.ts";
import type { ResourceMutations } from "./use-resource-mutations.ts";

/** Changes of a staged draft to what runs. */
export function StagedPanel({ tagged: { resource }, mutations }: { tagged: Tagged; mutations: ResourceMutations }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const id = resourceKey(resource);
  const canWrite = useCan("resources:write");
  const query = useQuery(trpc.resources.stagedChanges.queryOptions({ id }));
  // The next draft is another one.
  useEffect(
    () => () => queryClient.removeQueries(trpc.resources.stagedChanges.queryFilter({ id })),
    [queryClient, trpc, id],
  );
  // Applied or discarded meanwhile, or staged before what runs was kept: the config below has it all.
  if (query.data === null) return null;
  return (
    <Section
      title="Staged"
      label="Staged"
      description="The running config, and how the draft changes it"
      actions={
        canWrite ? (
          <Button
            size="small"
            variant="ghost"
            busy={mutations.busy === "discard"}
            // Nobody discards what is not seen.
            disabled={query.isFetching}
            onClick={mutations.discard}
          >
            <Undo2 aria-hidden /> Discard draft
          </Button>
        ) : null
      }
    >
      <div className="px-4 pt-2 pb-4">
        {query.error ? <CallError error={query.error} onRetry={() => void query.refetch()} /> : null}
        {query.isPending ? <Skeleton className="h-9" /> : null}
        {query.data?.length === 0 ? <p className="text-ink-soft">The draft equals the running config.</p> : null}
        {query.data?.length ? <ValueChanges changes={query.data} /> : null}
      </div>
    </Section>
  );
}
