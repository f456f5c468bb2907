"use client";

import { resourceKey } from "@pragma/contract";
import { useRouter } from "next/navigation";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { toast } from "sonner";
import { Button } from "~/components/ui/button.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { TabPanel, Tabs } from "~/components/ui/tabs.tsx";
import { useAppliedToast } from "~/features/changes/plan/use-applied-toast.ts";
import { useOrganizationPath } from "~/features/shell/use-organization-path.ts";
import { resourceHref } from "~/lib/hrefs.ts";
import { EditorBar } from "./editor-bar.tsx";
import { EditorNotices } from "./editor-notices.tsx";
import { goToField } from "./form/go-to-field.ts";
import { ManifestForm } from "./form/manifest-form.tsx";
import { applyInputOf } from "./manifest/apply-input.ts";
import type { Problem } from "./manifest/problem.ts";
import { ProblemSummary } from "./problem-summary.tsx";
import { Gone } from "./review/gone.tsx";
import { ReviewStep } from "./review/review-step.tsx";
import { useSaveDraft } from "./review/use-save-draft.ts";
import type { Loaded, ResourceType } from "./types.ts";
import { type DocumentStart, useDocument } from "./use-document.ts";
import { useHistorySteps } from "./use-history-steps.ts";
import { useLeaveWarning } from "./use-leave-warning.tsx";
import { usePreviewNow } from "./use-preview.ts";
import { useValidation } from "./use-validation.ts";
import { rangeOf } from "./yaml/diagnostics.ts";
import { YamlPane } from "./yaml/yaml-pane.tsx";

const VIEWS = ["form", "yaml"] as const;

/** One document as a form and as text: checked while it is written, reviewed, and applied. */
export function Editor({
  start,
  loaded,
  current,
  deleted = false,
  types,
  draftKey,
}: {
  start: DocumentStart;
  /** The version that is edited; null for a new resource. */
  loaded: Loaded | null;
  /** The version that there is now. */
  current: Loaded | null;
  /** The resource was deleted. */
  deleted?: boolean;
  types: readonly ResourceType[];
  draftKey: string;
}) {
  const router = useRouter();
  const pathOf = useOrganizationPath();
  const [view, setView] = useQueryState("view", parseAsStringLiteral(VIEWS).withDefault("form"));
  const [reviewing, setReviewing] = useState(false);
  const [submitted, setSubmitted] = useState(false);
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState(false);
  const [conflict, setConflict] = useState<Loaded | null>(null);
  const [mine, setMine] = useState<string | null>(null);
  const [reveal, setReveal] = useState<{ from: number; nonce: number } | null>(null);
  const summary = useRef<HTMLElement>(null);
  const document = useDocument(start, loaded, types, draftKey);
  const validation = useValidation(document);
  const previewNow = usePreviewNow();
  const { manifest, base, reading, text } = document;
  const sayApplied = useAppliedToast();
  const leaveFor = (key: string): void => {
    document.forget();
    setDone(true);
    router.push(pathOf(resourceHref(key)));
  };
  const draft = useSaveDraft(document, setConflict, (key) => {
    toast.success("Saved as a draft");
    leaveFor(key);
  });
  const unsaved = document.dirty && !done;
  const { warning, askToGoBack } = useLeaveWarning(unsaved, document.forget);
  const { enterReview, leaveReview } = useHistorySteps({
    dirty: unsaved,
    reviewing,
    onLeaveReview: () => setReviewing(false),
    onBack: askToGoBack,
  });
  const review = (): void => {
    enterReview();
    setReviewing(true);
  };

  // Missing fields are not shown as errors to a user who has just begun.
  const shown = validation.problems.filter(
    ({ missing, unfinished }) => submitted || (!unfinished && (base !== null || !missing)),
  );
  const errors = shown.filter(({ severity }) => severity === "error");
  const theirs = conflict ?? (current && !done && !document.isCurrent(current) ? current : null);

  const gone = base !== null && !done && (deleted || draft.isGone);

  const focusSummary = (): void => summary.current?.focus();
  const submit = async (): Promise<void> => {
    flushSync(() => setSubmitted(true));
    if (!manifest || document.problems.some(({ severity }) => severity === "error")) return focusSummary();
    setAsking(true);
    try {
      const input = applyInputOf(manifest, base?.resource ?? null, document.type, false);
      const answer = await previewNow(input, base ? {} : { ifNoneMatch: "*" });
      // A draft may be invalid for an apply: the review says so, and offers what is possible.
      flushSync(() => setAsking(false));
      if (answer.issues.length > 0) focusSummary();
      else review();
    } catch {
      // The reason why it could not be checked is shown beside the button.
      setAsking(false);
      validation.retry();
    }
  };
  const go = (problem: Problem): void => {
    if (view === "yaml" || !manifest) {
      const { from } = rangeOf(problem, reading, text.length);
      void setView("yaml");
      setReveal({ from, nonce: Date.now() });
    } else goToField(problem.path);
  };
  // A refusal of the review leads to its field once the form is there again.
  const goal = useRef<Problem | null>(null);
  useEffect(() => {
    if (reviewing || goal.current === null) return;
    go(goal.current);
    goal.current = null;
  });
  const reload = (): void => {
    if (!theirs) return;
    setMine(text);
    document.rebase(theirs, true);
    setConflict(null);
    if (reviewing) leaveReview();
  };
  const createAnew = (): void => {
    const secrets = flushSync(() => document.startAnew());
    // The review goes on, with the plan of a new resource.
    if (reviewing && secrets.length === 0) return;
    setSubmitted(true);
    if (reviewing) leaveReview();
    else goToField(secrets[0] ?? ["name"]);
  };
  const notices = (
    <>
      {gone ? <Gone onCreate={createAnew} /> : null}
      <EditorNotices
        document={document}
        mine={mine}
        onPutBack={() => {
          if (mine !== null) document.setText(mine);
          setMine(null);
        }}
        onDropMine={() => setMine(null)}
        theirs={reviewing ? null : theirs}
        onReload={reload}
      />
    </>
  );
  if (reviewing && manifest) {
    return (
      <div className="flex flex-col gap-4">
        {warning}
        {notices}
        <ReviewStep
          document={document}
          manifest={manifest}
          draft={draft}
          gone={gone}
          theirs={theirs}
          onConflict={setConflict}
          onReload={reload}
          onOverwrite={(current) => {
            document.rebase(current, false);
            setConflict(null);
          }}
          onGo={(problem) => {
            goal.current = problem;
            leaveReview();
          }}
          onApplied={(changeId) => {
            sayApplied(changeId);
            leaveFor(resourceKey(manifest));
          }}
          onBack={leaveReview}
        />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {warning}
      {notices}
      {/* Before that it would push the fields about while somebody types; each says itself what is wrong. */}
      {submitted ? <ProblemSummary ref={summary} problems={errors} onGo={go} /> : null}
      <Tabs
        label="Way of editing"
        value={view}
        onValueChange={(next) => void setView(next === "yaml" ? "yaml" : "form")}
        tabs={[
          { value: "form", label: "Form" },
          { value: "yaml", label: "YAML" },
        ]}
      >
        <TabPanel value="form">
          {manifest ? (
            <ManifestForm document={document} manifest={manifest} base={base} type={document.type} problems={shown} />
          ) : (
            <Notice tone="warning">
              The text is not valid YAML, so there is no form for it.{" "}
              <Button variant="link" size="small" className="h-6 px-0" onClick={() => void setView("yaml")}>
                Fix it in YAML
              </Button>
            </Notice>
          )}
        </TabPanel>
        <TabPanel value="yaml">
          <YamlPane
            text={text}
            reading={reading}
            onChange={document.setText}
            problems={shown}
            types={types}
            reveal={reveal}
          />
        </TabPanel>
      </Tabs>
      <EditorBar
        manifest={manifest}
        base={base}
        validation={validation}
        gone={gone}
        errors={errors.length}
        asking={asking}
        onSubmit={() => void submit()}
        onSaveDraft={
          errors.length > 0 && manifest && document.problems.every(({ severity }) => severity !== "error")
            ? review
            : null
        }
      />
    </div>
  );
}
