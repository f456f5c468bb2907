"use client";

import { type Dispatch, useEffect, useMemo, useRef } from "react";
import { keepDraft, makeDraft, readDraft } from "./state/draft.ts";
import type { EditorDocument } from "./state/editor-document.ts";
import type { EditorEvent } from "./state/editor-event.ts";
import { type EditorState, isUnsaved } from "./state/editor-state.ts";
import { useDebounced } from "./use-debounced.ts";

/** Stores the unsaved document in this tab whenever typing pauses, and offers what an earlier visit left there. */
export function useKeptDraft(
  key: string,
  state: EditorState,
  { manifest, type, companions }: EditorDocument,
  dispatch: Dispatch<EditorEvent>,
): void {
  const { text, offered, isGivenUp } = state;
  const first = useRef(text);
  // Only after the first paint: the server knows no drafts.
  useEffect(() => {
    const draft = readDraft(key);
    if (draft && draft.text !== first.current) dispatch({ type: "draft-found", draft });
  }, [key, dispatch]);

  const keep = useRef(() => {});
  useEffect(() => {
    keep.current = () => {
      if (!manifest || isGivenUp || !isUnsaved(state)) return;
      keepDraft(key, makeDraft(manifest, type, new Date(), companions));
    };
  });
  const written = useMemo(() => ({ text, companions }), [text, companions]);
  const settled = useDebounced(written, 500);
  useEffect(() => {
    if (settled === written) keep.current();
  }, [settled, written]);
  // The typing need not pause before the page is left.
  useEffect(() => {
    const flush = (): void => keep.current();
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, []);
  // A draft that was given up must not be found again; a restored one is stored anew.
  const wasOffered = useRef(false);
  useEffect(() => {
    if (isGivenUp || (wasOffered.current && offered === null)) keepDraft(key, null);
    wasOffered.current = offered !== null;
  }, [isGivenUp, offered, key]);
}
