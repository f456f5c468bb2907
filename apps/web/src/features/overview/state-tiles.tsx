"use client";

import { isFailed, type LifecycleState } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { cn } from "~/lib/class-names.ts";
import { resourcesHref } from "~/lib/hrefs.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";

/** States that need attention come last in the life of a resource, and first here. */
const ORDER: readonly LifecycleState[] = ["failed", "processing", "pending", "draft", "ready"];

const DOT_OF: Record<LifecycleState, string> = {
  draft: "bg-draft",
  pending: "bg-pending",
  processing: "bg-processing",
  ready: "bg-ready",
  failed: "bg-failed",
};

const TILE = "flex flex-col gap-1 rounded-lg border border-line bg-surface px-4 py-3";

/** How many resources are in each state; each tile links to them. */
export function StateTiles() {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.overview.counts.queryOptions());
  if (error && !data) return <CallError error={error} onRetry={() => void refetch()} />;
  return (
    <section aria-label="Resources by state">
      <h2 className="sr-only">Resources by state</h2>
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-6">
        <li>
          <Link href={resourcesHref()} className={cn(TILE, "hover:border-line-strong")}>
            <span className="text-ink-soft">All</span>
            <Count value={data?.total} />
          </Link>
        </li>
        {ORDER.map((state) => (
          <li key={state}>
            <Link href={resourcesHref({ state })} prefetch={false} className={cn(TILE, "hover:border-line-strong")}>
              <span className="flex items-center gap-2 text-ink-soft">
                <span aria-hidden className={cn("size-2 rounded-full", DOT_OF[state])} />
                {state}
              </span>
              <Count value={data?.by_state[state]} isAlarm={isFailed(state)} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Count({ value, isAlarm = false }: { value: number | undefined; isAlarm?: boolean }) {
  if (value === undefined) return <Skeleton className="h-8 w-16" />;
  const color = isAlarm && value > 0 ? "text-failed-text" : "text-ink";
  return (
    <span className={cn("text-2xl font-semibold tabular-nums tracking-tight", color)}>
      {value.toLocaleString("en")}
    </span>
  );
}
