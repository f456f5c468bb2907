"use client";

import { useQuery } from "@tanstack/react-query";
import { Section } from "~/components/ui/card.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { LimitMeter } from "./limit-meter.tsx";
import { amountWords, LIMIT_LABELS } from "./limit-words.ts";

/** How much of its quotas the organization has used. Its rate limit is shown separately. */
export function QuotaUsage() {
  const limits = useQuery(useTRPC().settings.limits.queryOptions());
  return (
    <Section title="Quotas" description="An operator of this installation can raise them.">
      {limits.isPending ? <SkeletonRows rows={3} label="Loading the quotas" /> : null}
      {limits.isError ? <CallError error={limits.error} onRetry={() => void limits.refetch()} /> : null}
      <ul className="divide-y divide-line">
        {limits.data
          ?.filter(({ limit }) => limit !== "requests")
          .map(({ limit, used, value }) => (
            <li key={limit} className="flex flex-col gap-1.5 px-4 py-2.5">
              <p className="flex flex-wrap justify-between gap-x-4 tabular-nums">
                <span className="text-ink">{LIMIT_LABELS[limit]}</span>
                <span className="text-ink-soft">
                  {amountWords(limit, used)} of {amountWords(limit, value)}
                </span>
              </p>
              <LimitMeter
                label={`${LIMIT_LABELS[limit]} used`}
                used={used}
                limit={value}
                words={(amount) => amountWords(limit, amount)}
              />
            </li>
          ))}
      </ul>
    </Section>
  );
}
