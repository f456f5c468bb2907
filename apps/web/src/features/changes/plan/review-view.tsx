"use client";

import { RotateCcw } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { LabelledCheckbox } from "~/components/ui/field.tsx";
import { Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { DomainNotice } from "~/features/resource-elements/domain-notice.tsx";
import { LinkedText } from "~/features/resource-elements/linked-text.tsx";
import { cn } from "~/lib/class-names.ts";
import { ALL_ACTIONS } from "../actions/action-filter.ts";
import { ActionFilters } from "../actions/action-filters.tsx";
import { ActionList } from "../actions/action-list.tsx";
import { ChangeNotices } from "../actions/change-notices.tsx";
import { NoActions } from "../actions/no-actions.tsx";
import { LongCounts } from "../change-counts.tsx";
import { warningsWords } from "../change-words.ts";
import type { ShownPreview } from "../types.ts";
import { DeletionList } from "./deletion-list.tsx";
import { type DeletionSubject, deletionSentence } from "./deletion-words.ts";
import { previewedActions, truncationWords } from "./previewed-actions.ts";
import type { ShownReview } from "./use-review.ts";

/** The review of a change, from the moment it is asked for: counts, obstacles and actions. */
export function ReviewView({ shown, deletes }: { shown: ShownReview; deletes?: DeletionSubject | undefined }) {
  const { review, error, isLoading, refusal, busy, again } = shown;
  if (error && !isLoading) {
    return (
      <div className="flex flex-col items-start gap-2">
        <DomainNotice error={error} className="w-full" />
        <ReviewAgain onClick={again} />
      </div>
    );
  }
  if (review === null && !isLoading) return null;
  const mayHaveMoved = refusal !== null || (review !== null && review.preview.busy.length > 0);
  return (
    <section
      aria-label="Plan"
      aria-busy={isLoading}
      className={cn("flex min-h-40 flex-col gap-4 transition-opacity", isLoading && review && "opacity-60")}
    >
      {review ? (
        <>
          {deletes ? (
            <p className="font-medium text-ink [overflow-wrap:anywhere]">{deletionSentence(deletes, review.preview)}</p>
          ) : (
            <LongCounts counts={review.preview.counts} />
          )}
          {refusal ? <DomainNotice error={refusal} /> : null}
          {mayHaveMoved && !isLoading && busy === null ? (
            <div>
              <ReviewAgain onClick={again} />
            </div>
          ) : null}
          <Warnings preview={review.preview} />
          <LeaveToReplace shown={shown} />
          {review.note ? <Notice tone="warning">{review.note}</Notice> : null}
          {deletes ? (
            <>
              <ChangeNotices change={{ ...deletionNotices(review.preview), status: "planned", blocked: [] }} />
              <DeletionList preview={review.preview} moreHref={deletes.moreHref} />
            </>
          ) : (
            <>
              <ChangeNotices change={{ ...review.preview, status: "planned", blocked: [] }} />
              <PreviewedActions preview={review.preview} />
            </>
          )}
        </>
      ) : null}
      {review === null ? <SkeletonRows rows={3} label="Planning" /> : null}
    </section>
  );
}

/** Where something is refused because it cannot be changed, and once it may be replaced: what is lost is said by each action. */
function LeaveToReplace({ shown: { mayReplace, setMayReplace } }: { shown: ShownReview }) {
  if (mayReplace === null) return null;
  return (
    <LabelledCheckbox
      checked={mayReplace}
      onChange={({ target }) => setMayReplace(target.checked)}
      label="Replace what cannot be changed: the real thing is deleted and created anew, and what it holds is lost"
    />
  );
}

/** The sentence says already that something is refused. */
function deletionNotices({ counts, busy }: ShownPreview): Pick<ShownPreview, "counts" | "busy"> {
  return { counts: { ...counts, refuse: 0 }, busy };
}

/** Above the actions: the row that says it may be far below the button that applies it. */
function Warnings({ preview }: { preview: ShownPreview }) {
  // The only row is in view itself.
  const words = preview.actions.length > 1 ? warningsWords(preview.actions) : null;
  return words === null ? null : (
    <Notice tone="warning">
      <LinkedText text={words} />
    </Notice>
  );
}

/** The actions of a preview, by kind if asked for. */
function PreviewedActions({ preview }: { preview: ShownPreview }) {
  const [filter, setFilter] = useState(ALL_ACTIONS);
  const all = useMemo(() => previewedActions(preview), [preview]);
  const shown = filter.action === null ? all : all.filter(({ action }) => action === filter.action);
  const isFiltered = filter.action !== null;
  return (
    <section aria-label="Actions" className="flex flex-col gap-3">
      <ActionList
        actions={shown}
        blocked={[]}
        filters={
          all.length > 1 || isFiltered ? (
            <ActionFilters
              counts={preview.counts}
              isApplied={false}
              filter={filter}
              onChange={(patch) => setFilter({ ...filter, ...patch })}
            />
          ) : null
        }
        onRetry={undefined}
        retrying={null}
      />
      {shown.length === 0 ? <NoActions onClear={isFiltered ? () => setFilter(ALL_ACTIONS) : null} /> : null}
      {preview.truncated ? <p className="text-dense text-ink-soft">{truncationWords(preview)}</p> : null}
    </section>
  );
}

function ReviewAgain({ onClick }: { onClick: () => void }) {
  return (
    <Button size="small" onClick={onClick}>
      <RotateCcw aria-hidden /> Look again
    </Button>
  );
}
