"use client";

import { useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { DomainNotice } from "~/features/resource/domain-notice.tsx";
import { useOrganizationPath } from "~/features/shell/use-organization-path.ts";
import { useCan } from "~/features/shell/viewer.tsx";
import { changeHref } from "~/lib/hrefs.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { ALL_ACTIONS } from "../change/action-filter.ts";
import { ActionsSection } from "../change/actions-section.tsx";
import { ChangeNotices } from "../change/change-notices.tsx";
import { useActions } from "../change/use-actions.ts";
import { useChangeDeeds } from "../change/use-change-deeds.ts";
import { LongCounts } from "../change-counts.tsx";

export interface PlanResultProps {
  id: string;
  /** The documents were changed since. */
  isOutdated: boolean;
  onGo: (loc: readonly (string | number)[]) => void;
  /** Before the page is left for the run. */
  onApplied: () => void;
}

/** The plan of the documents above it, and the way on to its run. */
export function PlanResult({ id, isOutdated, onGo, onApplied }: PlanResultProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const path = useOrganizationPath();
  const canWrite = useCan("resources:write");
  const [filter, setFilter] = useState(ALL_ACTIONS);
  const query = useQuery(trpc.changes.get.queryOptions({ id }));
  const read = useActions(id, filter);
  const deeds = useChangeDeeds(id, () => {
    onApplied();
    router.push(path(changeHref(id)));
  });
  const heading = useRef<HTMLHeadingElement>(null);
  const isThere = query.data !== undefined;
  useEffect(() => {
    if (isThere) heading.current?.focus();
  }, [isThere]);
  if (query.error && !query.data) return <CallError error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonRows rows={3} label="Loading the plan" />;
  const { change } = query.data;
  return (
    <section aria-label="Plan" className="flex flex-col gap-4">
      <h2 ref={heading} tabIndex={-1} className="text-base font-semibold text-ink">
        Plan
      </h2>
      <LongCounts counts={change.counts} />
      {isOutdated ? <Notice tone="warning">The documents have changed since this plan. Plan again.</Notice> : null}
      {deeds.error ? <DomainNotice error={deeds.error} /> : null}
      <ChangeNotices change={change} />
      <ActionsSection
        change={change}
        deeds={deeds}
        read={read}
        filter={filter}
        onFilter={(patch) => setFilter({ ...filter, ...patch })}
        onGo={onGo}
      />
      {canWrite ? (
        <div className="sticky bottom-0 flex justify-end border-t border-line bg-canvas py-3">
          <Button
            variant="primary"
            busy={deeds.busy === "apply"}
            disabled={isOutdated || deeds.busy !== null || change.status !== "planned" || change.counts.refuse > 0}
            onClick={deeds.apply}
          >
            <Play aria-hidden /> Apply
          </Button>
        </div>
      ) : null}
    </section>
  );
}
