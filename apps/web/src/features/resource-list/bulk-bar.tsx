"use client";

import { isRetryable } from "@pragma/contract";
import { RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { BulkDeleteDialog } from "./bulk-delete-dialog.tsx";
import { BulkSummary } from "./bulk-summary.tsx";
import type { ListRow } from "./list-types.ts";
import { type BulkResult, runBulk } from "./run-bulk.ts";
import { useBulkDeeds } from "./use-bulk-deeds.ts";
import type { Selection } from "./use-selection.ts";

/** Actions for the selected rows; shown while there are any. */
export function BulkBar({ rows, selection }: { rows: readonly ListRow[]; selection: Selection }) {
  const [dialog, setDialog] = useState(false);
  const [progress, setProgress] = useState<number | null>(null);
  const [summary, setSummary] = useState<{ title: string; results: BulkResult<string>[] } | null>(null);
  const { retry } = useBulkDeeds(selection.keys, false);
  const selected = rows.filter(({ key }) => selection.keys.has(key));
  const failed = selected.filter((row) => isRetryable(row.lifecycle_state)).map(({ key }) => key);
  const retryFailed = async (): Promise<void> => {
    setProgress(0);
    const results = await runBulk(failed, retry, setProgress);
    setProgress(null);
    setSummary({ title: "Retry failed", results });
  };
  const close = (): void => {
    setSummary(null);
    selection.clear();
  };
  return (
    <>
      {selected.length > 0 ? (
        <section
          aria-label="Selected resources"
          className="sticky bottom-3 z-20 mx-auto mt-3 flex w-fit max-w-full flex-wrap items-center gap-2 rounded-xl border border-line-strong bg-raised px-3 py-2 shadow-raised"
        >
          <p role="status" className="px-1 text-sm font-medium text-ink tabular-nums">
            {selected.length.toLocaleString("en")} selected
          </p>
          <Button
            size="small"
            busy={progress !== null}
            disabled={failed.length === 0}
            onClick={() => void retryFailed()}
          >
            {progress === null ? <RotateCcw aria-hidden /> : null}
            {progress === null ? `Retry failed (${failed.length})` : `${progress} of ${failed.length}`}
          </Button>
          <Button size="small" variant="dangerGhost" onClick={() => setDialog(true)}>
            <Trash2 aria-hidden /> Delete…
          </Button>
          <Button size="small" variant="ghost" onClick={selection.clear}>
            Clear selection
          </Button>
        </section>
      ) : null}
      {dialog ? (
        <BulkDeleteDialog
          keys={selected.map(({ key }) => key)}
          onClose={() => setDialog(false)}
          onDone={(results) => {
            setDialog(false);
            setSummary({ title: "Delete", results });
          }}
        />
      ) : null}
      {summary ? <BulkSummary title={summary.title} results={summary.results} onClose={close} /> : null}
    </>
  );
}
