"use client";

import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { toast } from "~/lib/toast.ts";
import type { Failure } from "./failure.ts";
import { TotalFailures } from "./total-failures.tsx";
import type { useRetries } from "./use-retries.ts";

export function RetryAllDialog(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  provider: string | null;
  isNarrowed: boolean;
  retryAll: ReturnType<typeof useRetries>["retryAll"];
  /** Those that the table shows, so that it can follow them. */
  shown: readonly Failure[];
}) {
  const { open, onOpenChange, provider, isNarrowed, retryAll, shown } = props;
  const confirm = (): void =>
    retryAll.mutate(
      { provider, shown },
      {
        onSuccess: ({ retried_count, skipped_count }) => {
          const skipped = skipped_count === 0 ? "" : `, ${skipped_count} skipped: no longer failed`;
          toast.success(`${retried_count} retried${skipped}`);
          onOpenChange(false);
        },
      },
    );
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        retryAll.reset();
        onOpenChange(next);
      }}
      title={provider === null ? "Retry all failures" : `Retry all failures of ${provider}`}
      action="Retry all"
      busy={retryAll.isPending}
      error={retryAll.error?.message ?? null}
      onConfirm={confirm}
    >
      <p className="text-ink-soft">
        <TotalFailures provider={provider} loaded={shown} /> will be retried, each with all its attempts and the current
        config. Failures whose resource is no longer failed are skipped.
      </p>
      {isNarrowed ? (
        <p className="mt-2 text-ink-soft">
          Neither the search text nor the chosen error narrows this. To retry only some, select them.
        </p>
      ) : null}
    </ConfirmDialog>
  );
}
