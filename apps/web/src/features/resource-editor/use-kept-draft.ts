"use client";

import { type Dispatch, useEffect, useRef } from "react";
import { keepDraft, makeDraft, readDraft } from "./draft.ts";
import type { EditorDocument } from "./state/editor-document.ts";
import type { EditorEvent } from "./state/editor-event.ts";
import type { EditorState } from "./state/editor-state.ts";
import { useDebounced } from "./use-debounced.ts";

/** Stores the unsaved document in this tab whenever typing pauses, and offers what an earlier visit left there. */
export function useKeptDraft(
  key: string,
  { text, clean, offered, isGivenUp }: EditorState,
  { manifest, type }: EditorDocument,
  dispatch: Dispatch<EditorEvent>,
): void {
  const first = useRef(text);
  // Only after the first paint: the server knows no drafts.
  useEffect(() => {
    const draft = readDraft(key);
    if (draft && draft.text !== first.current) dispatch({ type: "draft-found", draft });
  }, [key, dispatch]);

  const keep = useRef(() => {});
  useEffect(() => {
    keep.current = () => {
      if (manifest && text !== clean && !isGivenUp) keepDraft(key, makeDraft(manifest, type, new Date()));
    };
  });
  const settled = useDebounced(text, 500);
  useEffect(() => {
    if (settled === text) keep.current();
  }, [settled, text]);
  // The typing need not pause before the page is left.
  useEffect(() => {
    const flush = (): void => keep.current();
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, []);
  // What is given up is not to be found again; what was restored is stored anew.
  const wasOffered = useRef(false);
  useEffect(() => {
    if (isGivenUp || (wasOffered.current && offered === null)) keepDraft(key, null);
    wasOffered.current = offered !== null;
  }, [isGivenUp, offered, key]);
}
