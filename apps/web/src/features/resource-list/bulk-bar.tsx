"use client";

import { isDraft, isRetryable } from "@pragma/contract";
import { Play, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Link } from "~/features/shell/link.tsx";
import { MAX_DRAFTS, newChangeHref } from "~/lib/hrefs.ts";
import { useTRPCClient } from "~/trpc/client.tsx";
import { BulkDeletion } from "./bulk-deletion.tsx";
import { BulkSummary } from "./bulk-summary.tsx";
import type { ListRow } from "./list-types.ts";
import { type BulkResult, runBulk } from "./run-bulk.ts";
import type { Selection } from "./use-selection.ts";

/** Actions for the selected rows; shown while there are any. */
export function BulkBar({ rows, selection }: { rows: readonly ListRow[]; selection: Selection }) {
  const [dialog, setDialog] = useState(false);
  const [progress, setProgress] = useState<number | null>(null);
  const [summary, setSummary] = useState<readonly BulkResult[] | null>(null);
  const { resources } = useTRPCClient();
  const selected = rows.filter(({ key }) => selection.keys.has(key));
  const failed = selected.filter((row) => isRetryable(row.lifecycle_state)).map(({ key }) => key);
  const drafts = selected.filter((row) => isDraft(row.lifecycle_state)).map(({ key }) => key);
  const retryFailed = async (): Promise<void> => {
    setProgress(0);
    const results = await runBulk(failed, (id) => resources.retry.mutate({ id }), setProgress);
    setProgress(null);
    setSummary(results);
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
          {drafts.length > 0 ? <ApplyDrafts keys={drafts} /> : null}
          <Button size="small" variant="dangerGhost" onClick={() => setDialog(true)}>
            <Trash2 aria-hidden /> Delete…
          </Button>
          <Button size="small" variant="ghost" onClick={selection.clear}>
            Clear selection
          </Button>
        </section>
      ) : null}
      {dialog ? <BulkDeletion keys={selected.map(({ key }) => key)} onClose={() => setDialog(false)} /> : null}
      {summary ? <BulkSummary results={summary} onClose={close} /> : null}
    </>
  );
}

/** Leads to a plan of them as one change. */
function ApplyDrafts({ keys }: { keys: readonly string[] }) {
  const words = keys.length === 1 ? "Apply 1 draft" : `Apply ${keys.length} drafts`;
  if (keys.length > MAX_DRAFTS) {
    return (
      <Button size="small" disabled title={`At most ${MAX_DRAFTS} drafts can be applied at once`}>
        <Play aria-hidden /> {words}
      </Button>
    );
  }
  return (
    <Button asChild size="small">
      <Link href={newChangeHref(keys)} prefetch={false}>
        <Play aria-hidden /> {words}
      </Link>
    </Button>
  );
}
