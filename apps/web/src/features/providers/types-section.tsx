"use client";

import type { ResourceType } from "@pragma/contract";
import type { UseQueryResult } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { typeHref } from "~/lib/hrefs.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { ReapplyTypeDialog } from "./reapply-type-dialog.tsx";

export function TypesSection({
  provider,
  types,
}: {
  provider: string;
  types: UseQueryResult<ResourceType[], unknown>;
}) {
  const canPlan = useCan("changes:plan");
  const [reapplied, setReapplied] = useState<string | null>(null);
  return (
    <Section title="Types" description="The types of resources that this provider offers.">
      {types.isPending ? <SkeletonRows rows={3} label="Loading the types" /> : null}
      {types.isError ? <CallError error={types.error} onRetry={() => void types.refetch()} /> : null}
      {types.data?.length === 0 ? (
        <p className="px-4 py-3 text-ink-soft">None yet. They come with the first deployment.</p>
      ) : null}
      <ul className="divide-y divide-line">
        {types.data?.map(({ resource, description }) => (
          <li key={resource} data-list-row="" className="flex items-start justify-between gap-3 px-4 py-2.5">
            <div className="min-w-0">
              <Link
                href={typeHref(provider, resource)}
                className="inline-block py-0.5 font-mono text-dense text-accent-text underline underline-offset-4"
              >
                {provider}/{resource}
              </Link>
              {description ? <p className="text-ink-soft">{description}</p> : null}
            </div>
            {canPlan ? (
              <Button
                size="small"
                variant="ghost"
                className="shrink-0"
                aria-label={`Re-run all of ${provider}/${resource}`}
                onClick={() => setReapplied(resource)}
              >
                <RefreshCw aria-hidden /> Re-run all
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {reapplied === null ? null : (
        <ReapplyTypeDialog provider={provider} resource={reapplied} onClose={() => setReapplied(null)} />
      )}
    </Section>
  );
}
