"use client";

import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { isSideAddress } from "./drift/drift-facts.ts";
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
  const { title, what, action } = wordsOf(address);
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

const DRIFT = {
  title: "Reveal the sensitive values that differ",
  what: "The values that are declared and those that were found are shown for 60 seconds, or until you hide them.",
  action: "Reveal values",
};

function wordsOf(address: string | null): typeof ALL {
  if (address === null) return ALL;
  if (isSideAddress(address)) return DRIFT;
  return {
    title: `Reveal ${address}`,
    what: "It names the value, which is shown for 60 seconds, or until you hide it. The others stay hidden.",
    action: "Reveal value",
  };
}
