"use client";

import { Play } from "lucide-react";
import { useEffect, useId, useRef } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { ReviewView } from "~/features/changes/plan/review-view.tsx";
import { SaveAsPlan } from "~/features/changes/plan/save-as-plan.tsx";
import { type ShownReview, whyNotApplied } from "~/features/changes/plan/use-review.ts";
import { useCan } from "~/features/shell/viewer.tsx";

/**
 * The plan of the documents above it, and the ways on: to its run, or to a plan that others can review.
 * @param isOutdated the documents were changed since
 */
export function PlanResult({ shown, isOutdated }: { shown: ShownReview; isOutdated: boolean }) {
  const canWrite = useCan("resources:write");
  const heading = useRef<HTMLHeadingElement>(null);
  const { review, isLoading } = shown;
  const reason = isOutdated ? null : whyNotApplied(shown);
  const reasonId = useId();
  useEffect(() => {
    if (review && !isLoading) heading.current?.focus();
  }, [review, isLoading]);
  return (
    <div className="flex flex-col gap-4">
      <h2 ref={heading} tabIndex={-1} className="text-base font-semibold text-ink">
        Plan
      </h2>
      {isOutdated && !isLoading ? (
        <Notice tone="warning">The documents have changed since this plan. Plan again.</Notice>
      ) : null}
      <ReviewView shown={shown} />
      {review ? (
        <div className="sticky bottom-[var(--banner-room,0px)] flex flex-wrap items-center justify-end gap-2 border-t border-line bg-canvas py-3">
          {canWrite && reason !== null ? (
            <p id={reasonId} className="text-dense text-ink-soft">
              {reason}
            </p>
          ) : null}
          <SaveAsPlan shown={shown} disabled={isOutdated} />
          {canWrite ? (
            <Button
              variant="primary"
              busy={shown.busy === "apply"}
              disabled={isOutdated || !shown.canBeApplied || reason !== null}
              aria-describedby={reason === null ? undefined : reasonId}
              onClick={() => shown.carryOut("apply")}
            >
              <Play aria-hidden /> Apply
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
