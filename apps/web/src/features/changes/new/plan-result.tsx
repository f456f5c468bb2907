"use client";

import { Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { useOrganizationPath } from "~/features/shell/use-organization-path.ts";
import { useCan } from "~/features/shell/viewer.tsx";
import { changeHref } from "~/lib/hrefs.ts";
import { PlanView } from "../plan/plan-view.tsx";
import { useShownPlan } from "../plan/use-shown-plan.ts";

export interface PlanResultProps {
  id: string;
  /** The documents were changed since. */
  isOutdated: boolean;
  /** Before the page is left for the run. */
  onApplied: () => void;
}

/** The plan of the documents above it, and the way on to its run. */
export function PlanResult({ id, isOutdated, onApplied }: PlanResultProps) {
  const router = useRouter();
  const path = useOrganizationPath();
  const canWrite = useCan("resources:write");
  const plan = useShownPlan(id, () => {
    onApplied();
    router.push(path(changeHref(id)));
  });
  const { change, deeds, canBeApplied } = plan;
  const heading = useRef<HTMLHeadingElement>(null);
  const isThere = change !== undefined;
  useEffect(() => {
    if (isThere) heading.current?.focus();
  }, [isThere]);
  return (
    <section aria-label="Plan" className="flex flex-col gap-4">
      <h2 ref={heading} tabIndex={-1} className="text-base font-semibold text-ink">
        Plan
      </h2>
      {isOutdated ? <Notice tone="warning">The documents have changed since this plan. Plan again.</Notice> : null}
      <PlanView plan={plan} />
      {canWrite && isThere ? (
        <div className="sticky bottom-[var(--banner-room,0px)] flex justify-end border-t border-line bg-canvas py-3">
          <Button
            variant="primary"
            busy={deeds.busy === "apply"}
            disabled={isOutdated || !canBeApplied}
            onClick={deeds.apply}
          >
            <Play aria-hidden /> Apply
          </Button>
        </div>
      ) : null}
    </section>
  );
}
