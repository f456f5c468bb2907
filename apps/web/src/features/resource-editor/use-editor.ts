"use client";

import { manifestOf, writeManifest } from "@pragma/manifest";
import { useEffect, useMemo, useReducer, useRef } from "react";
import { flushSync } from "react-dom";
import { isNotFound } from "~/lib/domain-error.ts";
import { goToField } from "./form/go-to-field.ts";
import { applyInputOf } from "./manifest/apply-input.ts";
import type { Loaded, ResourceType } from "./schema/types.ts";
import { inCompanion } from "./state/companions.ts";
import { documentOf, shownProblems, theirsOf } from "./state/editor-document.ts";
import { type DocumentStart, isLeaving, isReviewing, isUnsaved, startEditor } from "./state/editor-state.ts";
import { reduceEditor } from "./state/reduce-editor.ts";
import { useCompanionProblems } from "./use-companion-problems.ts";
import { useEditorView } from "./use-editor-view.ts";
import { useHistorySteps } from "./use-history-steps.ts";
import { useKeptDraft } from "./use-kept-draft.ts";
import { useLeaveWarning } from "./use-leave-warning.tsx";
import { usePreviewNow } from "./use-preview.ts";
import { useValidation } from "./use-validation.ts";
import { rangeOf } from "./yaml/diagnostics.ts";

export interface EditorProps {
  start: DocumentStart;
  /** The version that is edited; null for a new resource. */
  loaded: Loaded | null;
  /** The version that there is now. */
  current: Loaded | null;
  /** The resource was deleted. */
  deleted?: boolean;
  types: readonly ResourceType[];
  draftKey: string;
}

/**
 * The state machine of an editor (`reduceEditor`), and what connects it with the world: the server, the browser's history
 * and storage, the focus. All that is shown follows from its state; all that happens is an event.
 */
export function useEditor({ start, loaded, current, deleted = false, types, draftKey }: EditorProps) {
  const [state, dispatch] = useReducer(reduceEditor, { start, loaded }, startEditor);
  const { step, text, base, emptied, unparsed, unadded, companions, goal, refusal } = state;
  const [view, setView] = useEditorView();
  const document = useMemo(
    () => documentOf({ text, base, emptied, unparsed, unadded, companions }, types),
    [text, base, emptied, unparsed, unadded, companions, types],
  );
  const { manifest, reading, problems: local } = document;
  const validation = useValidation(document);
  const ofCompanions = useCompanionProblems(document.companions);
  const problems = useMemo(
    () => shownProblems([...validation.problems, ...ofCompanions], state),
    [validation.problems, ofCompanions, state],
  );
  useKeptDraft(draftKey, state, document, dispatch);

  const { warning, askToGoBack } = useLeaveWarning(isUnsaved(state), () => dispatch({ type: "given-up" }));
  const reviewing = isReviewing(state);
  const { leaveReview } = useHistorySteps({
    dirty: isUnsaved(state),
    reviewing,
    onLeaveReview: () => dispatch({ type: "review-left" }),
    onBack: askToGoBack,
  });

  // A refusal of the review leads to its field once the form is there again.
  const pursue = useRef(() => {});
  useEffect(() => {
    pursue.current = () => {
      if (goal === null) return;
      if (reviewing) leaveReview();
      else if (inCompanion(goal.path) === null && (view === "yaml" || !manifest)) {
        void setView("yaml");
        dispatch({ type: "arrived", from: rangeOf(goal, reading, text.length).from });
      } else {
        goToField(goal.path);
        dispatch({ type: "arrived" });
      }
    };
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each goal and each way there
  useEffect(() => pursue.current(), [goal, reviewing]);

  const summary = useRef<HTMLElement>(null);
  const focusSummary = (): void => summary.current?.focus();
  const previewNow = usePreviewNow();
  const submit = async (): Promise<void> => {
    flushSync(() => dispatch({ type: "submitted" }));
    if (!manifest || [...local, ...ofCompanions].some(({ severity }) => severity === "error")) return focusSummary();
    dispatch({ type: "check-started" });
    try {
      const input = applyInputOf(manifest, base?.resource ?? null, false);
      const answer = await previewNow(input, base ? {} : { ifNoneMatch: "*" });
      // A draft may be invalid for an apply: the review says so, and offers what is possible.
      flushSync(() => dispatch({ type: "checked", isFit: answer.issues.length === 0 }));
      if (answer.issues.length > 0) focusSummary();
    } catch {
      // The reason why it could not be checked is shown beside the button.
      dispatch({ type: "checked", isFit: false });
      validation.retry();
    }
  };
  const theirs = theirsOf(state, current);
  const reload = (): void => {
    if (!theirs) return;
    const theirText = writeManifest(manifestOf(theirs));
    dispatch({ type: "reloaded", theirs, text: theirText });
    if (reviewing) leaveReview();
  };
  return {
    state,
    dispatch,
    view,
    setView,
    document,
    validation,
    /** Those to be shown. */
    problems,
    /** The version that somebody else applied meanwhile. */
    theirs,
    /** There is nothing to apply to any more. */
    gone: base !== null && !isLeaving({ step }) && (deleted || isNotFound(refusal)),
    /** To be rendered. */
    warning,
    summary,
    submit,
    reload,
    leaveReview,
  };
}
