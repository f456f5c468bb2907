"use client";

import { PlanDialog } from "~/features/changes/plan/plan-dialog.tsx";
import { useAppliedToast } from "~/features/changes/plan/use-applied-toast.ts";

/** Sends all resources of a type to their provider once more, once it was seen which. */
export function ReapplyTypeDialog({
  provider,
  resource,
  onClose,
}: {
  provider: string;
  resource: string;
  onClose: () => void;
}) {
  const sayApplied = useAppliedToast();
  return (
    <PlanDialog
      title={`Re-run all of ${provider}/${resource}`}
      description="Their declared configs are sent to the provider once more, though nothing of them has changed. Drafts are left out."
      action="Re-run"
      input={{ reapplyAll: { provider, resource } }}
      canBePlanned
      onApplied={sayApplied}
      onClose={onClose}
    />
  );
}
