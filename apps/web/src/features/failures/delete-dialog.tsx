"use client";

import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { TotalFailures } from "./total-failures.tsx";
import { type DeletionTarget, useDeletions } from "./use-deletions.ts";

/** Up to this many are named individually. */
const NAMED = 5;

export function DeleteDialog({
  target,
  isNarrowed,
  onClose,
  onDeleted,
}: {
  /** Null while the dialog is closed. */
  target: DeletionTarget | null;
  isNarrowed: boolean;
  onClose: () => void;
  onDeleted: () => void;
}) {
  const deletion = useDeletions(onDeleted);
  const close = (): void => {
    deletion.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      open={target !== null}
      onOpenChange={(open) => {
        if (!open) close();
      }}
      title={titleOf(target)}
      action={
        target !== null && "failures" in target && target.failures.length === 1 ? "Delete failure" : "Delete failures"
      }
      danger
      busy={deletion.isPending}
      error={deletion.error?.message ?? null}
      onConfirm={() => {
        if (target) deletion.mutate(target, { onSuccess: close });
      }}
    >
      {target ? <Target target={target} isNarrowed={isNarrowed} /> : null}
      <p className="mt-2 text-ink-soft">
        The resources stay failed and can still be edited and applied. The config that was sent to the provider is not
        kept.
      </p>
    </ConfirmDialog>
  );
}

function titleOf(target: DeletionTarget | null): string {
  if (target === null) return "Delete failures";
  if ("provider" in target) {
    return target.provider === null ? "Delete all failures" : `Delete all failures of ${target.provider}`;
  }
  return target.failures.length === 1 ? "Delete this failure" : `Delete ${target.failures.length} failures`;
}

function Target({ target, isNarrowed }: { target: DeletionTarget; isNarrowed: boolean }) {
  if ("provider" in target) {
    return (
      <>
        <p className="text-ink-soft">
          <TotalFailures provider={target.provider} /> will be deleted.
        </p>
        {isNarrowed ? (
          <p className="mt-2 text-ink-soft">
            Neither the search text nor the chosen error narrows this. To delete only some, select them.
          </p>
        ) : null}
      </>
    );
  }
  const rest = target.failures.length - NAMED;
  return (
    <ul className="list-disc pl-5 text-ink-soft">
      {target.failures.slice(0, NAMED).map(({ event_id, key, event_type }) => (
        <li key={event_id} className="[overflow-wrap:anywhere]">
          <span className="font-mono text-dense text-ink">{key}</span> ({event_type.toLowerCase()})
        </li>
      ))}
      {rest > 0 ? <li>and {rest} more</li> : null}
    </ul>
  );
}
