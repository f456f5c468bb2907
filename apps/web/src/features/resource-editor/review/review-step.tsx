"use client";

import { resourceKey } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { applyInputOf } from "../manifest/apply-input.ts";
import { type Manifest, manifestOf } from "../manifest/manifest.ts";
import { presentable } from "../manifest/scrub.ts";
import { writeManifest } from "../manifest/write-manifest.ts";
import type { Loaded, Preview } from "../types.ts";
import type { EditorDocument } from "../use-document.ts";
import { usePreviewOptions } from "../use-preview.ts";
import { ChangeTable } from "./change-table.tsx";
import { Conflict } from "./conflict.tsx";
import { Dependents } from "./dependents.tsx";
import { Refusal } from "./refusal.tsx";
import { TextDiff } from "./text-diff.tsx";
import type { ApplyControl } from "./use-apply.ts";
import { verdictWords } from "./verdict-words.ts";

/** The effect of the apply in advance: in words, field by field, and as a text diff. */
export function ReviewStep({
  document,
  manifest,
  apply,
  gone,
  theirs,
  onReload,
  onBack,
}: {
  document: EditorDocument;
  manifest: Manifest;
  apply: ApplyControl;
  /** The resource was deleted meanwhile: there is nothing to apply to. */
  gone: boolean;
  /** The version that somebody else applied meanwhile. */
  theirs: Loaded | null;
  onReload: () => void;
  onBack: () => void;
}) {
  const { base, type } = document;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const options = usePreviewOptions();
  const precondition = base ? {} : { ifNoneMatch: "*" };
  const whole = useQuery(options(applyInputOf(manifest, base?.resource ?? null, type, false), precondition));
  const draft = useQuery(options(applyInputOf(manifest, base?.resource ?? null, type, true), precondition));
  const key = resourceKey(manifest);
  const provisioned = base?.resource.provisioned ?? false;
  const before = base ? writeManifest(manifestOf(base.resource, type)) : "";
  const after = writeManifest(presentable(manifest, type));
  // Why is said once, above.
  const words = (verdict: Preview): string =>
    verdict.verdict === "refused" ? "This would be refused" : verdictWords(verdict, key, provisioned);
  const refusal = gone ? null : (apply.refusal ?? whole.data?.refusal ?? draft.data?.refusal ?? null);
  const failure = whole.error ?? draft.error;

  return (
    <div className="flex flex-col gap-4">
      <h2 ref={heading} tabIndex={-1} className="text-base font-semibold text-ink">
        Review
      </h2>
      {theirs ? (
        <Conflict document={document} theirs={theirs} onReload={onReload} onOverwrite={() => apply.overwrite(theirs)} />
      ) : null}
      {refusal ? <Refusal {...refusal} newKey={base ? null : key} /> : null}
      {failure ? (
        <CallError error={failure} onRetry={() => void Promise.all([whole.refetch(), draft.refetch()])} />
      ) : null}
      {!gone && whole.data && draft.data ? (
        <dl className="grid gap-x-4 gap-y-1 rounded-lg border border-line bg-surface px-4 py-3 sm:grid-cols-[auto_1fr]">
          <dt className="font-medium text-ink">Apply</dt>
          <dd className="text-ink-soft">{words(whole.data)}</dd>
          <dt className="font-medium text-ink">Save as draft</dt>
          <dd className="text-ink-soft">{words(draft.data)}</dd>
        </dl>
      ) : null}
      {!failure && (!whole.data || !draft.data) ? <SkeletonRows rows={2} label="Previewing the change" /> : null}
      {!gone && whole.data && whole.data.changes.length > 0 ? (
        <Section title="Changes">
          <ChangeTable changes={whole.data.changes} />
        </Section>
      ) : null}
      <Section title={base ? "The text before and after" : "The text"}>
        <TextDiff before={before} after={after} label="Differences of the text" />
      </Section>
      {base && !gone ? <Dependents resourceKey={key} /> : null}
      <div className="sticky bottom-0 flex flex-wrap items-center justify-between gap-2 border-t border-line bg-canvas py-3">
        <Button variant="ghost" onClick={onBack}>
          <ArrowLeft aria-hidden /> Back to editing
        </Button>
        <div className="flex flex-wrap gap-2">
          <Button
            busy={apply.busy === "save"}
            disabled={gone || apply.busy !== null || draft.data?.verdict === "refused"}
            onClick={() => apply.start(true)}
          >
            Save as draft
          </Button>
          <Button
            variant="primary"
            busy={apply.busy === "apply"}
            disabled={gone || apply.busy !== null || whole.data?.verdict === "refused"}
            onClick={() => apply.start(false)}
          >
            Apply
          </Button>
        </div>
      </div>
    </div>
  );
}
