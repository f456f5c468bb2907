"use client";

import { useState } from "react";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { LabelledCheckbox } from "~/components/ui/field.tsx";
import type { ChangeDeeds } from "./use-change-deeds.ts";

/** Asks before a revert is planned. */
export function RevertDialog({ deeds, onClose }: { deeds: ChangeDeeds; onClose: () => void }) {
  const [force, setForce] = useState(false);
  const isPlanning = deeds.busy === "revert";
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        // The plan leads to its page once it is made.
        if (!open && !isPlanning) onClose();
      }}
      title="Revert this change?"
      description="This plans a change that brings back what was there before. You review that plan and apply it; until then nothing changes."
      action="Plan the revert"
      busy={isPlanning}
      error={deeds.error?.message ?? null}
      onConfirm={() => deeds.revert(force)}
    >
      <p className="text-ink-soft">
        What the change created is deleted. What it deleted is created anew, without its data.
      </p>
      <LabelledCheckbox
        className="mt-3"
        label="Also undo what others have changed since"
        checked={force}
        onChange={(event) => setForce(event.target.checked)}
      />
    </ConfirmDialog>
  );
}
