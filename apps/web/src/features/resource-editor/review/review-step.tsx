"use client";

import { resourceKey } from "@pragma/contract";
import { formatPath } from "@pragma/language";
import { type Manifest, manifestOf, writeManifest } from "@pragma/manifest";
import { ArrowLeft, Play } from "lucide-react";
import { type Dispatch, useEffect, useId, useMemo, useRef } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { type IssuePlaces, IssuePlacesContext } from "~/features/changes/actions/issue-places.ts";
import { ReviewView } from "~/features/changes/plan/review-view.tsx";
import { whyNotApplied } from "~/features/changes/plan/use-review.ts";
import { DomainNotice } from "~/features/resource-elements/domain-notice.tsx";
import { Link } from "~/features/shell/link.tsx";
import { domainErrorOf } from "~/lib/domain-error.ts";
import { editResourceHref } from "~/lib/hrefs.ts";
import { presentable } from "../manifest/scrub.ts";
import { serverProblems } from "../manifest/server-problems.ts";
import type { Loaded } from "../schema/types.ts";
import { companionPath } from "../state/companions.ts";
import type { EditorDocument } from "../state/editor-document.ts";
import type { EditorEvent } from "../state/editor-event.ts";
import { Conflict } from "./conflict.tsx";
import { TextDiff } from "./text-diff.tsx";
import { useDocumentReview } from "./use-document-review.ts";

export interface ReviewStepProps {
  document: EditorDocument;
  manifest: Manifest;
  /** A draft is being saved. */
  isSaving: boolean;
  /** Why no draft could be saved. */
  refusal: { message: string } | null;
  /** The resource was deleted meanwhile: there is nothing to apply to. */
  gone: boolean;
  /** The version that somebody else applied meanwhile. */
  theirs: Loaded | null;
  dispatch: Dispatch<EditorEvent>;
  onReload: () => void;
  onSaveDraft: () => void;
  onApplied: (changeId: string) => void;
  onBack: () => void;
}

/** The effect of the apply in advance: the preview of a change of one, and the text before and after. */
export function ReviewStep(props: ReviewStepProps) {
  const { document, manifest, isSaving, refusal, gone, theirs, dispatch, onReload, onApplied, onBack } = props;
  const { base, type, companions } = document;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const onConflict = (found: Loaded): void => dispatch({ type: "conflict-found", theirs: found });
  const shown = useDocumentReview(document, manifest, gone, onConflict, onApplied);
  const places = useMemo<IssuePlaces>(
    () => ({
      // There is one document as a rule, so only its field has to be named.
      words: ([root, index, ...path]) => {
        if (root !== "documents") return null;
        const companion = companions[Number(index) - 1];
        return [companion?.key, formatPath(path)].filter(Boolean).join(": ") || null;
      },
      go: ([, index, ...loc]) => {
        const [problem] = serverProblems([{ loc, msg: "", type: "" }]);
        if (!problem) return;
        const companion = companions[Number(index) - 1];
        const path = companion ? [...companionPath(companion.key), ...problem.path] : problem.path;
        dispatch({ type: "sent-to", goal: { path } });
      },
    }),
    [dispatch, companions],
  );
  const isBusy = isSaving || shown.busy !== null;
  const reason = gone || theirs !== null ? null : whyNotApplied(shown);
  const reasonId = useId();
  const before = base ? writeManifest(manifestOf(base)) : "";
  const after = [{ manifest, type }, ...companions]
    .map((written) => writeManifest(presentable(written.manifest, written.type)))
    .join("---\n");
  return (
    <div className="flex flex-col gap-4">
      <h2 ref={heading} tabIndex={-1} className="text-base font-semibold text-ink">
        Review
      </h2>
      {theirs ? (
        <Conflict
          document={document}
          theirs={theirs}
          onReload={onReload}
          onOverwrite={() => dispatch({ type: "rebased", onto: theirs })}
        />
      ) : null}
      {refusal && !gone ? <DraftRefusal error={refusal} newKey={base ? null : resourceKey(manifest)} /> : null}
      {gone || theirs ? null : (
        <IssuePlacesContext value={places}>
          <ReviewView shown={shown} />
        </IssuePlacesContext>
      )}
      <Section title={base ? "The text before and after" : "The text"}>
        <TextDiff before={before} after={after} label="Differences of the text" />
      </Section>
      <div className="sticky bottom-[var(--banner-room,0px)] flex flex-wrap items-center justify-between gap-2 border-t border-line bg-canvas py-3">
        <Button variant="ghost" onClick={onBack}>
          <ArrowLeft aria-hidden /> Back to editing
        </Button>
        <div className="flex flex-wrap items-center justify-end gap-2">
          {reason === null ? null : (
            <p id={reasonId} className="text-dense text-ink-soft">
              {reason}
            </p>
          )}
          <Button busy={isSaving} disabled={gone || theirs !== null || isBusy} onClick={props.onSaveDraft}>
            Save as draft
          </Button>
          <Button
            variant="primary"
            busy={shown.busy === "apply"}
            disabled={gone || theirs !== null || isBusy || !shown.canBeApplied || reason !== null}
            aria-describedby={reason === null ? undefined : reasonId}
            onClick={() => shown.carryOut("apply")}
          >
            <Play aria-hidden /> Apply
          </Button>
        </div>
      </div>
    </div>
  );
}

/** @param newKey of a resource that was to be created */
function DraftRefusal({ error, newKey }: { error: { message: string }; newKey: string | null }) {
  if (newKey === null || domainErrorOf(error)?.code !== "precondition_failed") return <DomainNotice error={error} />;
  return (
    <Notice tone="danger">
      {newKey} exists already. Choose another name, or{" "}
      <Link href={editResourceHref(newKey)} className="underline">
        edit it
      </Link>
      .
    </Notice>
  );
}
