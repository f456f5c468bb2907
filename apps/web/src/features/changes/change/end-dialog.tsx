"use client";

import { useState } from "react";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { LabelledCheckbox } from "~/components/ui/field.tsx";
import type { ChangeMutations } from "./use-change-mutations.ts";

/** Asks before nothing more of a change begins. @param isStopped it was asked before, and what ran then is to be cancelled, too */
export function EndDialog({
  isStopped,
  mutations,
  onClose,
}: {
  isStopped: boolean;
  mutations: ChangeMutations;
  onClose: () => void;
}) {
  const [cancels, setCancels] = useState(false);
  const isEnding = mutations.busy === "end";
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open && !isEnding) onClose();
      }}
      title={isStopped ? "Stop what still runs?" : "Stop this change?"}
      description={
        isStopped
          ? "The change was stopped, and waits for actions that had begun. Stopping one can leave a real object half changed."
          : "No further actions start. Resources that were not reached keep their previous state. What has succeeded stays, and can be reverted."
      }
      action={isStopped ? "Stop running actions" : "Stop the change"}
      danger
      busy={isEnding}
      error={mutations.error?.message ?? null}
      onConfirm={() => mutations.end(isStopped || cancels ? "cancel" : "wait", onClose)}
    >
      {isStopped ? null : (
        <>
          <LabelledCheckbox
            label="Also cancel running actions"
            checked={cancels}
            onChange={(event) => setCancels(event.target.checked)}
          />
          <p className="mt-1 pl-6 text-dense text-ink-faint">
            Otherwise running actions finish first. Cancelling one can leave a real object half changed.
          </p>
        </>
      )}
    </ConfirmDialog>
  );
}
