"use client";

import { LIFECYCLE_STATES, type LifecycleState } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { Boxes } from "lucide-react";
import { Section } from "~/components/ui/card.tsx";
import { EmptyState, SkeletonRows } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { cn } from "~/lib/class-names.ts";
import { resourcesHref } from "~/lib/hrefs.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";

const BAR_OF: Record<LifecycleState, string> = {
  draft: "bg-draft",
  pending: "bg-pending",
  processing: "bg-processing",
  ready: "bg-ready",
  failed: "bg-failed",
};

/** Resources by provider, with their states. */
export function ProvidersPanel() {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.overview.counts.queryOptions());
  return (
    <Section title="Resources by provider">
      {error && !data ? <CallError error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <SkeletonRows rows={4} label="Loading the numbers" /> : null}
      {data && data.by_provider.length === 0 ? (
        <EmptyState icon={Boxes} title="No resources yet">
          Providers appear here with their first resource.
        </EmptyState>
      ) : null}
      <ul className="divide-y divide-line">
        {data?.by_provider
          .toSorted((one, other) => other.total - one.total)
          .map(({ provider, total, by_state }) => (
            <li key={provider} data-list-row="" className="px-4 py-3">
              <div className="flex items-baseline justify-between gap-3">
                <Link href={resourcesHref({ provider })} className="font-medium text-accent-text hover:underline">
                  {provider}
                </Link>
                <span className="font-semibold tabular-nums text-ink">{total.toLocaleString("en")}</span>
              </div>
              <div aria-hidden className="mt-2 flex h-1.5 gap-px overflow-hidden rounded-full bg-sunken">
                {LIFECYCLE_STATES.map((state) =>
                  by_state[state] === 0 ? null : (
                    <span key={state} className={cn("min-w-1", BAR_OF[state])} style={{ flexGrow: by_state[state] }} />
                  ),
                )}
              </div>
              <p className="mt-1.5 text-dense text-ink-faint">{wordsOf(by_state)}</p>
            </li>
          ))}
      </ul>
    </Section>
  );
}

function wordsOf(byState: Record<LifecycleState, number>): string {
  return LIFECYCLE_STATES.filter((state) => byState[state] > 0)
    .map((state) => `${byState[state].toLocaleString("en")} ${state}`)
    .join(", ");
}
