"use client";

import { useState } from "react";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { Field, Input, LabelledCheckbox } from "~/components/ui/field.tsx";
import { type BulkResult, runBulk } from "./run-bulk.ts";
import { useBulkDeeds } from "./use-bulk-deeds.ts";

export interface BulkDeleteDialogProps {
  keys: readonly string[];
  onClose: () => void;
  onDone: (results: BulkResult<string>[]) => void;
}

/** Confirms deleting many resources; several need a typed confirmation. */
export function BulkDeleteDialog({ keys, onClose, onDone }: BulkDeleteDialogProps) {
  // Selected resources may vanish while the dialog is open: it applies to the original selection.
  const [meant] = useState(keys);
  const [cascade, setCascade] = useState(false);
  const [typed, setTyped] = useState("");
  const [progress, setProgress] = useState<number | null>(null);
  const { remove } = useBulkDeeds(new Set(meant), cascade);
  const words = `delete ${meant.length}`;
  const confirm = async (): Promise<void> => {
    setProgress(0);
    onDone(await runBulk(meant, remove, setProgress));
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open && progress === null) onClose();
      }}
      title={meant.length === 1 ? "Delete this resource" : `Delete ${meant.length} resources`}
      description="Their providers will delete the real objects, in order, and with each resource those that it owns. This cannot be undone."
      action={progress === null ? "Delete" : `${progress} of ${meant.length}`}
      danger
      busy={progress !== null}
      disabled={meant.length > 1 && typed.trim() !== words}
      onConfirm={() => void confirm()}
    >
      <ul
        aria-label="What is deleted"
        className="max-h-48 overflow-y-auto rounded-md border border-line bg-sunken px-3 py-2"
      >
        {meant.map((key) => (
          <li key={key} className="py-0.5 font-mono text-xs [overflow-wrap:anywhere]">
            {key}
          </li>
        ))}
      </ul>
      <LabelledCheckbox
        className="mt-3"
        checked={cascade}
        onChange={(event) => setCascade(event.target.checked)}
        label="Also delete everything that depends on them"
      />
      <p className="mt-1 pl-6.5 text-[0.8125rem] text-ink-faint">
        Otherwise resources with dependents are refused, and so are protected ones.
      </p>
      {meant.length > 1 ? (
        <Field className="mt-3" label={<>Type “{words}” to confirm</>}>
          {(control) => (
            <Input {...control} autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
          )}
        </Field>
      ) : null}
    </ConfirmDialog>
  );
}
