"use client";

import { useState } from "react";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { LabelledCheckbox } from "~/components/ui/field.tsx";
import type { ChangeDeeds } from "./use-change-deeds.ts";

/** Asks before nothing more of a change begins. */
export function EndDialog({ deeds, onClose }: { deeds: ChangeDeeds; onClose: () => void }) {
  const [cancels, setCancels] = useState(false);
  const isEnding = deeds.busy === "end";
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open && !isEnding) onClose();
      }}
      title="Stop this change?"
      description="No further actions start. Resources that were not reached keep their previous state. What has succeeded stays, and can be reverted."
      action="Stop the change"
      danger
      busy={isEnding}
      error={deeds.error?.message ?? null}
      onConfirm={() => deeds.end(cancels ? "cancel" : "wait", onClose)}
    >
      <LabelledCheckbox
        label="Also cancel running actions"
        checked={cancels}
        onChange={(event) => setCancels(event.target.checked)}
      />
      <p className="mt-1 pl-6 text-dense text-ink-faint">
        Otherwise running actions finish first. Cancelling one can leave a real object half changed.
      </p>
    </ConfirmDialog>
  );
}
