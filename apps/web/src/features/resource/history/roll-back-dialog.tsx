"use client";

import { PlanDialog } from "~/features/changes/plan/plan-dialog.tsx";
import { useAppliedToast } from "~/features/changes/plan/use-applied-toast.ts";

/** Brings back an earlier generation once it was seen what that does, or plans it for others to review. */
export function RollBackDialog({
  resourceKey,
  generation,
  onClose,
}: {
  resourceKey: string;
  generation: number;
  onClose: () => void;
}) {
  const sayApplied = useAppliedToast();
  return (
    <PlanDialog
      title={`Roll back to generation ${generation}?`}
      description="Config and dependencies become what they were then. Tags, owners and protection stay as they are."
      action="Roll back"
      input={{ rollBack: { id: resourceKey, generation } }}
      canBePlanned
      onApplied={sayApplied}
      onClose={onClose}
    />
  );
}
