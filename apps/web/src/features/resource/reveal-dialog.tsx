"use client";

import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import type { Reveal } from "./use-reveal.ts";

export interface RevealDialogProps {
  /** The address of the value to reveal, or null for all. */
  address: string | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  reveal: Reveal;
}

/** Warns that revealing secrets is audited. */
export function RevealDialog({ address, open, onOpenChange, reveal }: RevealDialogProps) {
  const confirm = async (): Promise<void> => {
    if (await reveal.show(address)) onOpenChange(false);
  };
  const { title, what, action } = address === null ? ALL : one(address);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description={`The audit log records that you looked, with your name and the time. ${what}`}
      action={action}
      busy={reveal.busy}
      error={reveal.error}
      onConfirm={() => void confirm()}
    />
  );
}

const ALL = {
  title: "Reveal sensitive values",
  what: "The values of config and outputs are shown for 60 seconds, or until you hide them.",
  action: "Reveal values",
};

function one(address: string): typeof ALL {
  return {
    title: `Reveal ${address}`,
    what: "It names the value, which is shown for 60 seconds, or until you hide it. The others stay hidden.",
    action: "Reveal value",
  };
}
