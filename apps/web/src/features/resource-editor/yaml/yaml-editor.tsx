"use client";

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, indentUnit } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { useEffect, useId, useLayoutEffect, useRef } from "react";
import { completionSource } from "./completion.ts";
import { hoverDocs } from "./hover.ts";
import type { LanguageData } from "./language-data.ts";
import { editorTheme } from "./theme.ts";

export interface YamlEditorProps {
  text: string;
  onChange: (text: string) => void;
  /** Underlines, with the problem at that place. */
  diagnostics: readonly Diagnostic[];
  data: LanguageData;
  /** Told where the cursor is. */
  onCursor?: (offset: number) => void;
  /** Where to put the cursor; `nonce` tells one wish from the next. */
  reveal: { from: number; nonce: number } | null;
  /** Takes the focus once it is there, where typing in it is what comes next. */
  autoFocus?: boolean;
}

/** The manifest as text. Loaded only where it is used: the editor is larger than the rest of the page. */
export function YamlEditor({
  text,
  onChange,
  diagnostics,
  data,
  onCursor,
  reveal,
  autoFocus = false,
}: YamlEditorProps) {
  const holder = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ text, onChange, data, onCursor });
  const helpId = useId();
  useEffect(() => {
    latest.current = { text, onChange, data, onCursor };
  });

  // Before anything is shown: an empty place would jump.
  useLayoutEffect(() => {
    if (!holder.current) return;
    const listener = EditorView.updateListener.of((update) => {
      if (update.docChanged) latest.current.onChange(update.state.doc.toString());
      if (update.docChanged || update.selectionSet) latest.current.onCursor?.(update.state.selection.main.head);
    });
    const state = EditorState.create({
      doc: latest.current.text,
      extensions: [
        listener,
        EditorView.contentAttributes.of({ "aria-label": "Manifest in YAML", "aria-describedby": helpId }),
        ...language(() => latest.current.data),
      ],
    });
    const made = new EditorView({ state, parent: holder.current });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, [helpId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => {
    if (autoFocus) view.current?.focus();
  }, []);

  useEffect(() => {
    const state = view.current?.state;
    // Text typed here comes back as the text; only changes from elsewhere are put in.
    if (!state || state.doc.toString() === text) return;
    view.current?.dispatch({ changes: { from: 0, to: state.doc.length, insert: text } });
  }, [text]);

  useEffect(() => {
    const made = view.current;
    if (!made) return;
    const end = made.state.doc.length;
    const inside = diagnostics.map((one) => ({ ...one, from: Math.min(one.from, end), to: Math.min(one.to, end) }));
    made.dispatch(setDiagnostics(made.state, inside));
  }, [diagnostics]);

  useEffect(() => {
    const made = view.current;
    if (!made || !reveal) return;
    const anchor = Math.min(reveal.from, made.state.doc.length);
    made.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    made.focus();
  }, [reveal]);

  return (
    <div>
      <div
        ref={holder}
        className="overflow-hidden rounded-md border border-line-strong outline-accent focus-within:outline-2"
      />
      <p id={helpId} className="mt-2 text-dense text-ink-faint">
        Tab indents: press Escape, then Tab, to leave the editor. Ctrl Space suggests keys, values and, after{" "}
        <code className="font-mono">{"${"}</code>, references. F8 goes to the next problem.
      </p>
    </div>
  );
}

function language(data: () => LanguageData): Extension[] {
  return [
    lineNumbers(),
    history(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    lintGutter(),
    yaml(),
    indentUnit.of("  "),
    EditorView.lineWrapping,
    autocompletion({ override: [completionSource(data)], icons: false }),
    hoverDocs(data),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...lintKeymap,
      ...historyKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
    editorTheme,
  ];
}
