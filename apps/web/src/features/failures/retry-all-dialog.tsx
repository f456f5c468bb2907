"use client";

import type { ReactNode } from "react";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { toast } from "~/lib/toast.ts";
import { isNarrowed } from "./failure-params.ts";
import type { RetryTarget } from "./retry-target.ts";
import { retryAction, retryTitle } from "./retry-words.ts";
import { TotalFailures } from "./total-failures.tsx";
import type { useRetries } from "./use-retries.ts";

export function RetryAllDialog(props: {
  open: boolean;
  onClose: () => void;
  target: RetryTarget;
  retryAll: ReturnType<typeof useRetries>["retryAll"];
}) {
  const { open, onClose, retryAll } = props;
  // Failures being retried leave the list, and their group, before the dialog closes.
  const target = retryAll.isPending ? (retryAll.variables ?? props.target) : props.target;
  const confirm = (): void =>
    retryAll.mutate(target, {
      onSuccess: ({ retried_count, skipped_count }) => {
        const skipped = skipped_count === 0 ? "" : `, ${skipped_count} skipped: no longer failed`;
        toast.success(`${retried_count} retried${skipped}`);
        onClose();
      },
    });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        retryAll.reset();
        if (!next) onClose();
      }}
      title={retryTitle(target)}
      action={retryAction(target)}
      busy={retryAll.isPending}
      error={retryAll.error?.message ?? null}
      onConfirm={confirm}
    >
      {isNarrowed(target.filter) ? (
        <Conditions target={target} />
      ) : (
        <p className="mb-2 text-ink-soft">
          <TotalFailures provider={null} /> will be retried.
        </p>
      )}
      <p className="text-ink-soft">
        Each is retried with all its attempts and the current config. Failures whose resource is no longer failed are
        skipped.
      </p>
    </ConfirmDialog>
  );
}

/** The filters that say which are retried. */
function Conditions({ target: { filter, example } }: { target: RetryTarget }) {
  const text = filter.q.trim();
  return (
    <dl className="mb-3 flex flex-col gap-2">
      {filter.provider === null ? null : <Condition label="Provider">{filter.provider}</Condition>}
      {text === "" ? null : <Condition label="Text in the error or the name">{text}</Condition>}
      {example === undefined ? null : (
        <Condition label="Error">
          <span className="line-clamp-6 font-mono text-xs">{example}</span>
        </Condition>
      )}
    </dl>
  );
}

function Condition({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs font-medium text-ink-faint">{label}</dt>
      <dd className="text-ink [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
