"use client";

import { useQuery } from "@tanstack/react-query";
import { Section } from "~/components/ui/card.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { ResourceLink } from "~/features/resource/resource-link.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";

/** The dependents of a resource, which update when a value that they use changes. */
export function Dependents({ resourceKey }: { resourceKey: string }) {
  const trpc = useTRPC();
  const relations = useQuery(trpc.resources.relations.queryOptions({ id: resourceKey }));
  return (
    <Section title="Dependents">
      {relations.error ? <CallError error={relations.error} onRetry={() => void relations.refetch()} /> : null}
      {relations.isPending ? <SkeletonRows rows={2} label="Loading dependents" /> : null}
      {relations.data?.dependents.length === 0 ? (
        <p className="px-4 py-3 text-ink-soft">Nothing depends on it.</p>
      ) : null}
      {relations.data && relations.data.dependents.length > 0 ? (
        <>
          <p className="px-4 pt-3 text-ink-soft">
            These update automatically when a value they use changes
            {relations.data.truncated ? "; not all are shown" : ""}.
          </p>
          <ul className="flex flex-col gap-1 px-4 py-3">
            {relations.data.dependents.map(({ key, lifecycle_state }) => (
              <li key={key}>
                <ResourceLink resourceKey={key} state={lifecycle_state} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Section>
  );
}
