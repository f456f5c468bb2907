"use client";

import { useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";

/** In the state of an entry of the browser's history: which step of the editor it is. Other entries have none. */
const KEY = "pragmaEditorStep";
const PAGE = 0;
const UNSAVED = 1;
const REVIEW = 2;

/**
 * Makes the browser's Back button part of the editor. The router cannot hold it up, so the editor puts entries of its own
 * on top of the page's: one once there is something to lose, and one for the review. Back then leads from the review to
 * the form, and from the form to a question. Entries that stand for nothing any more are passed over.
 *
 * A jump over several entries at once, from the menu of the Back button, cannot be held up.
 */
export function useHistorySteps({
  dirty,
  reviewing,
  onLeaveReview,
  onBack,
}: {
  dirty: boolean;
  reviewing: boolean;
  onLeaveReview: () => void;
  /** The user wants to go back, and would lose something. The page's own entry is the current one then. */
  onBack: () => void;
}) {
  const search = useSearchParams();
  const at = useRef(PAGE);
  const latest = useRef({ dirty, reviewing, onLeaveReview, onBack });
  useEffect(() => {
    latest.current = { dirty, reviewing, onLeaveReview, onBack };
  });

  useEffect(() => {
    const { pathname } = location;
    at.current = currentStep();
    const onPop = (): void => {
      // Links within the page make entries without a state.
      if (location.pathname !== pathname || history.state === null) return;
      const from = at.current;
      const to = currentStep();
      at.current = to;
      const { dirty, reviewing, onLeaveReview, onBack } = latest.current;
      if (to >= from) {
        // The review is entered by its button only, which checks the document first.
        if (to === REVIEW && from < REVIEW && !reviewing) history.back();
        return;
      }
      if (reviewing) onLeaveReview();
      if (to === PAGE && dirty) onBack();
      else if (!reviewing) history.back();
    };
    window.addEventListener("popstate", onPop);
    return () => window.removeEventListener("popstate", onPop);
  }, []);

  useEffect(() => {
    if (!dirty || at.current !== PAGE) return;
    push(UNSAVED);
    at.current = UNSAVED;
  }, [dirty]);

  useEffect(() => {
    if (!reviewing || at.current === REVIEW) return;
    mark(at.current);
    push(REVIEW);
    at.current = REVIEW;
  }, [reviewing]);

  // Writing a parameter of the page's URL drops the state of the entry.
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each change of the address
  useEffect(() => {
    if (currentStep() < at.current) mark(at.current);
  }, [search]);

  return {
    /** Leads back to the form, as the Back button does. */
    leaveReview: (): void => {
      if (at.current === REVIEW) history.back();
      else onLeaveReview();
    },
  };
}

function currentStep(): number {
  return Number((history.state as Record<string, unknown> | null)?.[KEY] ?? PAGE);
}

// With the router's own state, so that it takes the entry for one of its own and for the same page.
function mark(step: number): void {
  history.replaceState({ ...history.state, [KEY]: step }, "");
}

function push(step: number): void {
  history.pushState({ ...history.state, [KEY]: step }, "");
}
