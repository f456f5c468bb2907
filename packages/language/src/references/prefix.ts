import { parseKey, resourceKey } from "../names/names.ts";
import { parseInner } from "./grammar.ts";
import type { Field } from "./reference.ts";

/** A partly typed reference: its next part, and where that begins in the text. */
export type ReferencePrefix =
  | { kind: "resource"; typed: string; from: number }
  | { kind: "root"; key: string; typed: string; from: number }
  | { kind: "field"; key: string; root: Field["root"]; typed: string; from: number };

/** Keys may contain blanks, too, but a blank is where most texts go on behind a `${` that is none of a reference. */
const OPEN = /(?<!\$)\$\{([^${}\s]*)$/;
const BEFORE_ROOT = /^(.+)\.([a-z]*)$/;
const ROOTS: readonly Field["root"][] = ["outputs", "config"];

/**
 * The reference that is being typed at the end of a text; null if none is, or one that nothing typed after it makes
 * right. Where no resource has been named in full, what was typed are words to search for.
 */
export function referencePrefix(before: string): ReferencePrefix | null {
  const typed = OPEN.exec(before)?.[1];
  if (typed === undefined) return null;
  // A field that is empty as yet would be none.
  const standIn = typed.endsWith(".") ? "x" : "";
  const parsed = parseInner(typed + standIn);
  if (parsed !== null) {
    if ("fault" in parsed) return null;
    const { root, text } = parsed.field;
    const path = text.slice(`${root}.`.length, text.length - standIn.length);
    return { kind: "field", key: resourceKey(parsed.target), root, typed: path, from: before.length - path.length };
  }
  const [, key = "", word = ""] = BEFORE_ROOT.exec(typed) ?? [];
  if (parseKey(key) !== null && ROOTS.some((root) => root.startsWith(word))) {
    return { kind: "root", key, typed: word, from: before.length - word.length };
  }
  return { kind: "resource", typed, from: before.length - typed.length };
}
