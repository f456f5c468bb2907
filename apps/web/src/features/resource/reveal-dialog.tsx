"use client";

import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import type { Reveal } from "./use-reveal.ts";

export interface RevealDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  reveal: Reveal;
}

/** Warns that revealing secrets is audited. */
export function RevealDialog({ open, onOpenChange, reveal }: RevealDialogProps) {
  const confirm = async (): Promise<void> => {
    if (await reveal.show()) onOpenChange(false);
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Reveal sensitive values"
      description="The audit log records that you looked, with your name and the time. The values of config and outputs are shown for 60 seconds, or until you hide them."
      action="Reveal values"
      busy={reveal.busy}
      error={reveal.error}
      onConfirm={() => void confirm()}
    />
  );
}
