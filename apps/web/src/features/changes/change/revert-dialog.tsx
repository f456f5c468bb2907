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
      description="Restores the previous state: resources that the change created are deleted, and those that it deleted are recreated, without their data."
      action="Revert"
      input={{ revert: { id, ...(force ? { force } : {}) } }}
      canBePlanned
      onApplied={(reverting) => router.push(path(changeHref(reverting)))}
      onClose={onClose}
    >
      <LabelledCheckbox
        label="Also undo later changes by others"
        checked={force}
        onChange={(event) => setForce(event.target.checked)}
      />
    </PlanDialog>
  );
}
