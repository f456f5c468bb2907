"use client";

import { isDraft, isRetryable } from "@pragma/contract";
import { ChevronDown, Play, RotateCcw, Shield, Tag, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Menu, MenuItem } from "~/components/ui/menu.tsx";
import { useTRPCClient } from "~/trpc/client.tsx";
import { BulkDeletion } from "./bulk-deletion.tsx";
import { BulkDrafts } from "./bulk-drafts.tsx";
import { BulkProtection } from "./bulk-protection.tsx";
import { BulkSummary } from "./bulk-summary.tsx";
import { BulkTags } from "./bulk-tags.tsx";
import { countWords } from "./count-words.ts";
import type { ListRow } from "./list-types.ts";
import { type BulkResult, runBulk } from "./run-bulk.ts";
import type { Selection } from "./use-selection.ts";

type Asked = "tags" | "protect" | "unprotect" | "drafts" | "delete";

/** Actions for the selected rows; shown while there are any. */
export function BulkBar({ rows, selection }: { rows: readonly ListRow[]; selection: Selection }) {
  const [dialog, setDialog] = useState<Asked | null>(null);
  const [progress, setProgress] = useState<number | null>(null);
  const [summary, setSummary] = useState<readonly BulkResult[] | null>(null);
  const { resources } = useTRPCClient();
  const selected = rows.filter(({ key }) => selection.keys.has(key));
  const keys = selected.map(({ key }) => key);
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
          {drafts.length > 0 ? (
            <Button size="small" onClick={() => setDialog("drafts")}>
              <Play aria-hidden /> Apply {countWords(drafts.length, "draft")}…
            </Button>
          ) : null}
          <Button size="small" onClick={() => setDialog("tags")}>
            <Tag aria-hidden /> Tags…
          </Button>
          <Menu
            trigger={
              <Button size="small">
                <Shield aria-hidden /> Protection <ChevronDown aria-hidden />
              </Button>
            }
          >
            <MenuItem onSelect={() => setDialog("protect")}>Protect from deletion…</MenuItem>
            <MenuItem onSelect={() => setDialog("unprotect")}>Lift protection…</MenuItem>
          </Menu>
          <Button size="small" variant="dangerGhost" onClick={() => setDialog("delete")}>
            <Trash2 aria-hidden /> Delete…
          </Button>
          <Button size="small" variant="ghost" onClick={selection.clear}>
            Clear selection
          </Button>
        </section>
      ) : null}
      {dialog ? <AskedDialog asked={dialog} keys={keys} drafts={drafts} onClose={() => setDialog(null)} /> : null}
      {summary ? <BulkSummary results={summary} onClose={close} /> : null}
    </>
  );
}

interface AskedDialogProps {
  asked: Asked;
  keys: readonly string[];
  drafts: readonly string[];
  onClose: () => void;
}

function AskedDialog({ asked, keys, drafts, onClose }: AskedDialogProps) {
  if (asked === "tags") return <BulkTags keys={keys} onClose={onClose} />;
  if (asked === "drafts") return <BulkDrafts keys={drafts} onClose={onClose} />;
  if (asked === "delete") return <BulkDeletion keys={keys} onClose={onClose} />;
  return <BulkProtection keys={keys} protect={asked === "protect"} onClose={onClose} />;
}
