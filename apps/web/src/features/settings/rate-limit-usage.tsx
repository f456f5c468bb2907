"use client";

import { useQuery } from "@tanstack/react-query";
import { Section } from "~/components/ui/card.tsx";
import { Skeleton } from "~/components/ui/states.tsx";
import { LimitMeter } from "~/features/limits/limit-meter.tsx";
import { whole } from "~/features/limits/limit-words.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";

/** Often enough for a window of a minute. */
const INTERVAL_MS = 5000;

/** How many of its requests the organization has used in the current window. */
export function RateLimitUsage() {
  const quota = useQuery({ ...useTRPC().settings.rateLimit.queryOptions(), refetchInterval: INTERVAL_MS });
  return (
    <Section
      title="Rate limit"
      description="API requests by all tokens of the organization, plus what its members do in the dashboard."
    >
      {quota.isError ? (
        <CallError error={quota.error} onRetry={() => void quota.refetch()} />
      ) : (
        <div className="flex flex-col gap-2 p-4">{quota.data ? <Usage {...quota.data} /> : <UsageSkeleton />}</div>
      )}
    </Section>
  );
}

interface UsageProps {
  limit: number;
  remaining: number;
  reset_seconds: number;
  window_seconds: number;
}

function Usage({ limit, remaining, reset_seconds, window_seconds }: UsageProps) {
  return (
    <>
      <LimitMeter label="Requests used" used={limit - remaining} limit={limit} />
      <p className="flex flex-wrap justify-between gap-x-4 text-ink-soft tabular-nums">
        <span>
          <strong className="font-medium text-ink">{whole.format(remaining)}</strong> of {whole.format(limit)} requests
          left
        </span>
        <span>
          resets in {reset_seconds} s, every {window_seconds} s
        </span>
      </p>
    </>
  );
}

function UsageSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-2">
      <span className="sr-only">Loading the rate limit</span>
      <Skeleton className="h-1.5" />
      <Skeleton className="h-5" />
    </div>
  );
}
