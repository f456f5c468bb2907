"use client";

import { useQuery } from "@tanstack/react-query";
import { Section } from "~/components/ui/card.tsx";
import { Skeleton } from "~/components/ui/states.tsx";
import { cn } from "~/lib/class-names.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { usageOf } from "./usage.ts";

/** Often enough for a window of a minute. */
const INTERVAL_MS = 5000;
const whole = new Intl.NumberFormat("en");

/** How much of its requests the organization has used in the present window. */
export function RateLimitUsage() {
  const quota = useQuery({ ...useTRPC().settings.rateLimit.queryOptions(), refetchInterval: INTERVAL_MS });
  return (
    <Section
      title="Rate limit"
      description="Requests to the API by all tokens of the organization, and what its members do in the dashboard, together."
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
  const { used, share, level } = usageOf(limit, remaining);
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: browsers paint <meter> in colours of their own */}
      <div
        role="meter"
        aria-label="Requests used"
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={used}
        aria-valuetext={`${whole.format(used)} of ${whole.format(limit)} requests used`}
        className="h-2.5 overflow-hidden rounded-full bg-sunken"
      >
        <div
          className={cn("h-full rounded-full", {
            "bg-accent": level === "fine",
            "bg-pending": level === "high",
            "bg-failed": level === "exhausted",
          })}
          style={{ width: `${share * 100}%` }}
        />
      </div>
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
      <span className="sr-only">Reading the rate limit</span>
      <Skeleton className="h-2.5" />
      <Skeleton className="h-5" />
    </div>
  );
}
