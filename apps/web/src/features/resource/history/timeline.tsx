"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Skeleton } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { cn } from "~/lib/class-names.ts";
import { durationWords } from "~/lib/duration-words.ts";
import { resourceHref } from "~/lib/hrefs.ts";
import { useNow } from "~/lib/times/clock.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { colorOf } from "./phase-color.ts";
import type { Story } from "./stories.ts";
import { type Lane, type Timeline as Model, timelineOf } from "./timeline-model.ts";
import { legendOf, segmentWords } from "./timeline-words.ts";

/** The course of a story, on one axis of time: of resources it waited for, of the resource itself, of those that followed. */
export function Timeline({ resourceKey, story }: { resourceKey: string; story: Story }) {
  const trpc = useTRPC();
  const { first, last, allPhases } = story;
  const goesOn = allPhases.at(-1)?.endedAt === null;
  const { data, error, refetch } = useQuery(
    trpc.resources.neighbourHistory.queryOptions(
      { id: resourceKey, first: first.id, last: goesOn ? null : last.id, correlationId: first.correlation_id },
      { placeholderData: keepPreviousData },
    ),
  );
  if (error && !data) return <CallError error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="mt-2 h-20" />;
  return <Lanes model={timelineOf(resourceKey, story, data)} />;
}

const TICKS = [0, 0.25, 0.5, 0.75, 1];

function Lanes({ model: { start, end, lanes, hidden } }: { model: Model }) {
  const now = useNow(end === null);
  const until = Math.max(start + 1, end ?? now);
  const length = until - start;
  return (
    <div className="mt-2 rounded-md border border-line p-3 text-xs">
      <div aria-hidden className="relative ml-[35%] h-4 text-ink-faint tabular-nums">
        {TICKS.map((tick) => (
          <span
            key={tick}
            style={{ left: `${tick * 100}%` }}
            className={cn(
              "absolute whitespace-nowrap",
              tick === 1 ? "-translate-x-full" : tick > 0 && "-translate-x-1/2",
              (tick === 0.25 || tick === 0.75) && "max-sm:hidden",
            )}
          >
            {tick === 0 ? "0" : durationWords(length * tick)}
          </span>
        ))}
      </div>
      <ol aria-label="Timeline" className="mt-1 flex flex-col gap-1.5">
        {lanes.map((lane) => (
          <LaneRow key={`${lane.relation} ${lane.key}`} lane={lane} start={start} until={until} />
        ))}
      </ol>
      <Legend lanes={lanes} />
      {hidden > 0 ? <p className="mt-2 text-ink-faint">{hidden} more resources are not shown.</p> : null}
    </div>
  );
}

/** The meanings of the bars' colors, as far as they occur. */
function Legend({ lanes }: { lanes: readonly Lane[] }) {
  const entries = legendOf(lanes);
  if (entries.length === 0) return null;
  return (
    <ul aria-label="Legend" className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-ink-faint">
      {entries.map(({ words, ...look }) => (
        <li key={words} className="flex items-center gap-1.5">
          <span aria-hidden className={cn("h-3 w-4 rounded-sm", colorOf(look))} /> {words}
        </li>
      ))}
    </ul>
  );
}

const RELATIONS: Record<Lane["relation"], string> = {
  self: "This resource",
  dependency: "Waited for",
  dependent: "Followed",
};

function LaneRow({ lane: { key, relation, segments }, start, until }: { lane: Lane; start: number; until: number }) {
  const percent = (time: number): number => ((time - start) / (until - start)) * 100;
  return (
    <li className="flex items-center">
      <div className="w-[35%] min-w-0 shrink-0 pr-3">
        {relation === "self" ? (
          <span className="font-medium text-ink">{RELATIONS.self}</span>
        ) : (
          <Link
            href={resourceHref(key)}
            prefetch={false}
            title={`${RELATIONS[relation]}: ${key}`}
            className="block truncate font-mono text-accent-text underline-offset-4 hover:underline"
          >
            <span className="sr-only">{RELATIONS[relation]} </span>
            {key}
          </Link>
        )}
      </div>
      <div aria-hidden className="relative h-3 min-w-0 flex-1 overflow-hidden rounded-sm bg-sunken">
        {segments.map((segment) => {
          const { from, to, kind } = segment;
          const left = percent(from);
          return (
            <span
              key={`${kind} ${from}`}
              title={segmentWords(segment, until)}
              style={{ left: `${left}%`, width: `${percent(to ?? until) - left}%` }}
              className={cn("absolute inset-y-0 min-w-0.5", colorOf(segment))}
            />
          );
        })}
      </div>
      <span className="sr-only">
        {segments.map((segment) => segmentWords(segment, until)).join(", ") || "not ready"}
      </span>
    </li>
  );
}
