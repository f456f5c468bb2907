"use client";

import { RotateCcw } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { DomainNotice } from "~/features/resource/domain-notice.tsx";
import { cn } from "~/lib/class-names.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { ActionsSection } from "../change/actions-section.tsx";
import { ChangeNotices } from "../change/change-notices.tsx";
import { LongCounts } from "../change-counts.tsx";
import type { OwnPlan } from "./use-plan-of.ts";
import type { ShownPlan } from "./use-shown-plan.ts";

/** What a plan counts, what stands in its way, and its actions by wave. */
export function PlanView({ plan }: { plan: ShownPlan }) {
  const { change, error, refetch, read, filter, onFilter, deeds } = plan;
  if (error) return <CallError error={error} onRetry={refetch} />;
  if (!change) return <SkeletonRows rows={3} label="Loading the plan" />;
  return (
    <>
      <LongCounts counts={change.counts} />
      {deeds.error ? <DomainNotice error={deeds.error} /> : null}
      <ChangeNotices change={change} />
      <ActionsSection change={change} deeds={deeds} read={read} filter={filter} onFilter={onFilter} />
    </>
  );
}

/** A plan that a page made by itself, from the moment it is asked for. */
export function OwnPlanView({ own, plan }: { own: OwnPlan; plan: ShownPlan }) {
  if (own.error && !own.isPlanning) {
    return (
      <div className="flex flex-col items-start gap-2">
        <DomainNotice error={own.error} className="w-full" />
        <PlanAgain onClick={own.again} />
      </div>
    );
  }
  const isOver = plan.change !== undefined && plan.change.status !== "planned";
  return (
    <section
      aria-label="Plan"
      aria-busy={own.isPlanning}
      className={cn(
        "flex min-h-40 flex-col gap-4 transition-opacity",
        own.isPlanning && own.id !== null && "opacity-60",
      )}
    >
      {own.id === null ? null : <PlanView plan={plan} />}
      {own.id === null && own.isPlanning ? <SkeletonRows rows={3} label="Planning" /> : null}
      {/* While it is applied its page is about to be left. */}
      {!own.isPlanning && (isOver || plan.deeds.error) && plan.deeds.busy === null ? (
        <div>
          <PlanAgain onClick={own.again} />
        </div>
      ) : null}
    </section>
  );
}

function PlanAgain({ onClick }: { onClick: () => void }) {
  return (
    <Button size="small" onClick={onClick}>
      <RotateCcw aria-hidden /> Plan again
    </Button>
  );
}
