"use client";

import type { ChangeSummary } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Section } from "~/components/ui/card.tsx";
import { Skeleton } from "~/components/ui/states.tsx";
import { durationWords } from "~/lib/duration-words.ts";
import { useNow } from "~/lib/times/clock.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { TimelineBars } from "./timeline-bars.tsx";
import { type Timeline, type TimelineBar, timelineOf } from "./timeline-model.ts";

/** All actions of an applied change on one axis, live while it runs. */
export function TimelineSection({ change }: { change: ChangeSummary & { applied_at: string } }) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.changes.timeline.queryOptions({ id: change.id }));
  const isRunning = change.status === "applying";
  const now = useNow(isRunning);
  const [pointed, setPointed] = useState<TimelineBar | null>(null);
  const timeline =
    data && timelineOf(data.actions, { appliedAt: change.applied_at, settledAt: change.settled_at, now });
  if (timeline?.bars.length === 0 && !isRunning) return null;
  return (
    <Section title="Timeline" label="Timeline" description={timeline ? axisWords(timeline, isRunning) : undefined}>
      {error && !data ? <CallError error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton className="m-4 h-24" /> : null}
      {timeline ? (
        <figure className="px-4 py-3">
          <TimelineBars timeline={timeline} onPoint={setPointed} />
          <figcaption className="mt-1 h-5 truncate text-xs text-ink-faint">
            {pointed ? barWords(pointed) : longestWords(timeline)}
            {data?.truncated ? " Only the first 5,000 actions are drawn." : ""}
          </figcaption>
        </figure>
      ) : null}
    </Section>
  );
}

function axisWords({ bars, waiting, lasted }: Timeline, isRunning: boolean): string {
  const all = bars.length + waiting;
  const begun = waiting === 0 ? "" : `${bars.length.toLocaleString("en")} of `;
  const when = isRunning ? "so far" : `in ${durationWords(lasted)}`;
  return `${begun}${all.toLocaleString("en")} ${all === 1 ? "action" : "actions"} ${when}`;
}

function barWords({ action: { key, state }, after, took }: TimelineBar): string {
  return `${key}: ${state}, began after ${durationWords(after)}, took ${durationWords(took)}`;
}

function longestWords({ longest }: Timeline): string {
  return longest === null ? "" : `The longest: ${longest.action.key}, ${durationWords(longest.took)}.`;
}
