import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** Without ligatures, as everywhere: an address is read, and copied, letter by letter. */
const MONOSPACED = { fontFamily: "var(--font-mono)", fontFeatureSettings: '"calt" 0, "liga" 0' };

const looks = EditorView.theme({
  "&": { backgroundColor: "var(--surface)", color: "var(--ink)", fontSize: "0.8125rem" },
  // Around its frame: here the gutter would cover it.
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { ...MONOSPACED, lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--accent)", padding: "0.5rem 0", minHeight: "24rem" },
  ".cm-cursor": { borderLeftColor: "var(--accent)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--ink-faint)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent) 6%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--accent-soft)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--raised)",
    color: "var(--ink)",
    border: "1px solid var(--line)",
    borderRadius: "0.5rem",
    boxShadow: "var(--shadow)",
    maxWidth: "min(32rem, 90vw)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { ...MONOSPACED, fontSize: "0.8125rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.25rem 0.5rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--accent-soft)",
    color: "var(--accent-text)",
  },
  ".cm-completionDetail": { color: "var(--ink-faint)", fontStyle: "normal" },
  ".cm-completionInfo": { padding: "0.5rem 0.75rem", fontFamily: "var(--font-sans)" },
  ".cm-hover-docs": { padding: "0.5rem 0.75rem", fontFamily: "var(--font-sans)", fontSize: "0.8125rem" },
  ".cm-hover-docs strong": MONOSPACED,
  ".cm-hover-docs span": { color: "var(--ink-faint)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--danger)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--pending)" },
  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--ink)" },
});

// Keys and texts keep a contrast of at least 4.5 to 1 in both themes.
const colours = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: "var(--accent-text)" },
  { tag: [tags.string, tags.content], color: "var(--ink)" },
  { tag: tags.comment, color: "var(--ink-faint)", fontStyle: "italic" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--processing-text)" },
  { tag: [tags.punctuation, tags.separator, tags.meta], color: "var(--ink-soft)" },
  { tag: [tags.labelName, tags.typeName], color: "var(--stale-text)" },
]);

/** The editor in the colours of the dashboard, light and dark. */
export const editorTheme: Extension = [looks, syntaxHighlighting(colours)];
