"use client";

import { useQuery } from "@tanstack/react-query";
import { HeartPulse, RefreshCw } from "lucide-react";
import { Badge } from "~/components/ui/badge.tsx";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "~/components/ui/states.tsx";
import { HEALTH_TONES } from "~/features/resource-elements/health-words.ts";
import { providerProblem } from "~/features/resource-elements/provider-problem.ts";
import { domainErrorOf } from "~/lib/domain-error.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { YamlView } from "./values/yaml-view.tsx";

/** The provider's report on the real object, asked for when the tab opens and on request. */
export function HealthTab({ resourceKey }: { resourceKey: string }) {
  const trpc = useTRPC();
  const { data, error, isFetching, dataUpdatedAt, refetch } = useQuery(
    trpc.resources.health.queryOptions(
      { id: resourceKey },
      // This asks about the real object, which may be slow: not in the background, and not repeatedly.
      { retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false },
    ),
  );
  const code = domainErrorOf(error)?.code;
  if (code === "not_found" && !isFetching) {
    return (
      <Section title="Health">
        <EmptyState icon={HeartPulse} title="This type has no health check">
          Its provider does not check the health of its objects.
        </EmptyState>
      </Section>
    );
  }
  return (
    <Section
      title="Health"
      actions={
        <Button size="small" busy={isFetching} onClick={() => void refetch()}>
          {isFetching ? null : <RefreshCw aria-hidden />} Check again
        </Button>
      }
    >
      {error && !isFetching ? <ErrorState message={providerProblem(code, error.message)} /> : null}
      {isFetching && (!data || error) ? <SkeletonRows rows={3} label="Asking the provider" /> : null}
      {data && !error ? (
        <div className="flex flex-col gap-3 p-4">
          <p role="status" className="flex flex-wrap items-center gap-2">
            <Badge tone={HEALTH_TONES[data.status]}>{data.status}</Badge>
            <span className="text-ink">{data.message}</span>
            <span className="text-xs text-ink-faint">
              checked <RelativeTime iso={new Date(dataUpdatedAt).toISOString()} />
            </span>
          </p>
          {data.details ? <YamlView value={data.details} label="Details" literal /> : null}
        </div>
      ) : null}
    </Section>
  );
}
