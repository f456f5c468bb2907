"use client";

import type { ResourceFacets } from "@pragma/contract";
import { useMutation } from "@tanstack/react-query";
import { ChevronDown, Diff, Play, RotateCcw, Shield, Tag, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Menu, MenuItem } from "~/components/ui/menu.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { BulkDeletion } from "./bulk-deletion.tsx";
import { BulkDrafts } from "./bulk-drafts.tsx";
import { BulkDrift } from "./bulk-drift.tsx";
import { BulkProtection } from "./bulk-protection.tsx";
import { BulkSummary } from "./bulk-summary.tsx";
import { BulkTags } from "./bulk-tags.tsx";
import { type BulkTargets, targetsOfFilters, targetsOfRows } from "./bulk-target.ts";
import { countWords } from "./count-words.ts";
import type { ListFilters } from "./filters.ts";
import type { Selection } from "./use-selection.ts";

type Asked = "tags" | "protect" | "unprotect" | "drafts" | "revert" | "accept" | "delete";

export interface BulkBarProps {
  selection: Selection;
  filters: ListFilters;
  /** Undefined while they are counted. */
  facets: ResourceFacets | undefined;
}

/**
 * Actions for the selected rows; shown while there are any. Once all loaded rows are selected, it offers everything that
 * matches the filters instead, which the server then finds by itself.
 */
export function BulkBar({ selection, filters, facets }: BulkBarProps) {
  const [dialog, setDialog] = useState<Asked | null>(null);
  const retry = useMutation(useTRPC().resources.retryFailed.mutationOptions());
  const isWhole = selection.everything && facets !== undefined;
  const targets = isWhole ? targetsOfFilters(filters, facets) : targetsOfRows([...selection.rows.values()]);
  const { all, failed, drafts, drifted, missing } = targets;
  const findings = drifted.count + missing.count;
  const close = (): void => {
    if (retry.isSuccess) selection.clear();
    retry.reset();
  };
  return (
    <>
      {all.count > 0 ? (
        <section
          aria-label="Selected resources"
          className="sticky bottom-[max(0.75rem,var(--banner-room,0px))] z-20 mx-auto mt-3 flex w-fit max-w-full flex-wrap items-center gap-2 rounded-xl border border-line bg-raised px-3 py-2 shadow-raised"
        >
          <p role="status" className="px-1 text-sm font-medium text-ink tabular-nums">
            {isWhole
              ? `All ${all.count.toLocaleString("en")} that match are selected`
              : `${all.count.toLocaleString("en")} selected`}
          </p>
          {!isWhole && selection.offersEverything && facets && facets.total > all.count ? (
            <Button size="small" variant="link" onClick={selection.selectEverything}>
              Select all {facets.total.toLocaleString("en")} that match
            </Button>
          ) : null}
          <Button
            size="small"
            busy={retry.isPending}
            disabled={failed.count === 0}
            onClick={() => retry.mutate(failed.selection)}
          >
            {retry.isPending ? null : <RotateCcw aria-hidden />} Retry failed ({failed.count.toLocaleString("en")})
          </Button>
          {drafts.count > 0 ? (
            <Button size="small" onClick={() => setDialog("drafts")}>
              <Play aria-hidden /> Apply {countWords(drafts.count, "draft")}…
            </Button>
          ) : null}
          {findings > 0 ? (
            <Menu
              trigger={
                <Button size="small">
                  <Diff aria-hidden /> Drift ({findings.toLocaleString("en")}) <ChevronDown aria-hidden />
                </Button>
              }
            >
              <MenuItem onSelect={() => setDialog("revert")}>Revert {findings.toLocaleString("en")}…</MenuItem>
              {drifted.count > 0 ? (
                <MenuItem onSelect={() => setDialog("accept")}>Accept {drifted.count.toLocaleString("en")}…</MenuItem>
              ) : null}
            </Menu>
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
      {dialog ? <AskedDialog asked={dialog} targets={targets} onClose={() => setDialog(null)} /> : null}
      {retry.isSuccess || retry.isError ? (
        <BulkSummary result={retry.data ?? null} error={retry.error} onClose={close} />
      ) : null}
    </>
  );
}

interface AskedDialogProps {
  asked: Asked;
  targets: BulkTargets;
  onClose: () => void;
}

function AskedDialog({ asked, targets, onClose }: AskedDialogProps) {
  // The selection, or the matches, may change while the dialog is open: it is about those meant when it was opened.
  const [meant] = useState(targets);
  const { all, drafts } = meant;
  if (asked === "tags") return <BulkTags target={all} onClose={onClose} />;
  if (asked === "drafts") return <BulkDrafts target={drafts} onClose={onClose} />;
  if (asked === "delete") return <BulkDeletion target={all} onClose={onClose} />;
  if (asked === "revert" || asked === "accept") return <BulkDrift targets={meant} choice={asked} onClose={onClose} />;
  return <BulkProtection target={all} protect={asked === "protect"} onClose={onClose} />;
}
