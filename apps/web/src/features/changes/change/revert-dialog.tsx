"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { LabelledCheckbox } from "~/components/ui/field.tsx";
import { useOrganizationPath } from "~/features/shell/use-organization-path.ts";
import { changeHref } from "~/lib/hrefs.ts";
import { PlanDialog } from "../plan/plan-dialog.tsx";

/** Undoes a change once it was seen what that does, or plans it for others to review. */
export function RevertDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const router = useRouter();
  const path = useOrganizationPath();
  const [force, setForce] = useState(false);
  return (
    <PlanDialog
      title="Revert this change?"
      description="Brings back what was there before: what the change created is deleted, and what it deleted is recreated, without its data."
      action="Revert"
      input={{ revert: { id, ...(force ? { force } : {}) } }}
      canBePlanned
      onApplied={(reverting) => router.push(path(changeHref(reverting)))}
      onClose={onClose}
    >
      <LabelledCheckbox
        label="Also undo what others have changed since"
        checked={force}
        onChange={(event) => setForce(event.target.checked)}
      />
    </PlanDialog>
  );
}
