"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useQueryState } from "nuqs";
import { useRef } from "react";
import { Section } from "~/components/ui/card.tsx";
import { Skeleton } from "~/components/ui/states.tsx";
import { loadPart } from "~/lib/load-part.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { overviewParams } from "./overview-params.ts";
import { chartPoints, LAST_WORDS, percent, summaryOf } from "./series-model.ts";
import { SeriesTable } from "./series-table.tsx";
import { SpanChoice } from "./span-choice.tsx";
import { useSeen } from "./use-seen.ts";

/** Buckets move on even if nothing changes. */
const LOOK_AGAIN_MS = 60_000;

/** The chart code is larger than the rest of the page. */
const Charts = dynamic(() => loadPart(() => import("./charts.tsx")).then((file) => file.Charts), {
  ssr: false,
  loading: ChartsPlace,
});

/** Throughput and failures over time. The charts are loaded when they come into view. */
export function HistoryPanel() {
  const trpc = useTRPC();
  const [hours, setHours] = useQueryState("hours", overviewParams.hours.withOptions({ history: "push" }));
  const { data, error, refetch } = useQuery(
    trpc.overview.series.queryOptions({ hours }, { refetchInterval: LOOK_AGAIN_MS, placeholderData: keepPreviousData }),
  );
  const place = useRef<HTMLDivElement>(null);
  const seen = useSeen(place);
  const points = data ? chartPoints(data) : [];
  const summary = data ? summaryOf(data) : null;
  return (
    <Section
      title="Throughput and failures"
      description="Applied changes and their results"
      actions={<SpanChoice value={hours} onChange={(span) => void setHours(span)} />}
    >
      {error && !data ? <CallError error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <ChartsSkeleton /> : null}
      {data && summary ? (
        <div className="flex flex-col gap-4 p-4">
          <p className="text-ink-soft">
            In the last {LAST_WORDS[hours]}: <strong className="text-ink">{count(summary.applied)}</strong> applied,{" "}
            <strong className="text-ink">{count(summary.succeeded)}</strong> succeeded,{" "}
            <strong className="text-ink">{count(summary.failed)}</strong> failed. Failure rate:{" "}
            <strong className="text-ink">{percent(summary.failureRate)}</strong>.
          </p>
          <div ref={place}>
            {seen ? <Charts points={points} minutes={data.minutes} span={hours} /> : <div className="h-103" />}
          </div>
          <SeriesTable points={points} minutes={data.minutes} span={hours} />
        </div>
      ) : null}
    </Section>
  );
}

function ChartsSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-4 p-4">
      <span className="sr-only">Loading the numbers</span>
      <Skeleton className="h-5 w-80 max-w-full" />
      <ChartsPlace />
    </div>
  );
}

/** As high as the charts, so that nothing moves when they come. So is the space before they are seen. */
function ChartsPlace() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-57" />
      <Skeleton className="h-42" />
    </div>
  );
}

function count(value: number): string {
  return value.toLocaleString("en");
}
