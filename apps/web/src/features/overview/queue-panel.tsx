"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Section } from "~/components/ui/card.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";

/** Without changes, nothing reports that a worker is gone. */
const LOOK_AGAIN_MS = 15_000;

/** Pending work, and the workers. */
export function QueuePanel() {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(
    trpc.overview.queue.queryOptions(undefined, { refetchInterval: LOOK_AGAIN_MS }),
  );
  return (
    <Section title="Queue and workers" description="Running, waiting and failed changes">
      {error && !data ? <CallError error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <SkeletonRows rows={6} label="Loading the queue" /> : null}
      {data ? (
        <>
          {data.workers === 0 ? (
            <Notice tone="danger" className="mx-4 mt-3">
              No worker is running. Changes wait until one is started.
            </Notice>
          ) : null}
          <dl className="divide-y divide-line px-4 py-1">
            <Figure label="Workers" note="running, in the whole installation">
              {data.workers}
            </Figure>
            <Figure label="Queued" note="may run now">
              {count(data.queued)}
              {data.oldest_queued_at === null ? null : (
                <span className="ml-2 text-dense font-normal text-ink-faint">
                  oldest <RelativeTime iso={data.oldest_queued_at} />
                </span>
              )}
            </Figure>
            <Figure label="Processing" note="with their providers">
              {count(data.processing)}
            </Figure>
            <Figure label="Retrying" note="between attempts">
              {count(data.retrying)}
            </Figure>
            <Figure label="Waiting" note="for their dependencies">
              {count(data.waiting)}
            </Figure>
            <Figure label={<FailuresLink />} note="failed for good">
              {count(data.dead_letters)}
            </Figure>
          </dl>
          {data.truncated ? (
            <p className="border-t border-line px-4 py-2 text-dense text-ink-faint">
              Of the first 10,000 changes; there are more.
            </p>
          ) : null}
        </>
      ) : null}
    </Section>
  );
}

function FailuresLink() {
  return (
    <Link href="/failures" className="text-accent-text hover:underline">
      Failures
    </Link>
  );
}

function Figure({ label, note, children }: { label: ReactNode; note: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-3 py-2">
      <dt className="text-ink">
        {label} <span className="text-dense text-ink-faint">{note}</span>
      </dt>
      <dd className="text-right font-semibold tabular-nums text-ink">{children}</dd>
    </div>
  );
}

function count(value: number): string {
  return value.toLocaleString("en");
}
