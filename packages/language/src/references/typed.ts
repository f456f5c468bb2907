import { parseKey, type ResourceRef } from "../names/names.ts";
import { parseInner } from "./grammar.ts";
import type { Field } from "./reference.ts";

/** A key that would be one of a reference, if it were written to its end. */
const UNFINISHED = /\.(?:outputs|config)$/;

/**
 * Reads text typed where a reference is asked for: one in full, with or without `${}`, or a key alone, which is the
 * whole resource. Null for anything else, such as words to search for.
 */
export function readTyped(text: string): { target: ResourceRef; field: Field | null } | null {
  const inner = typedText(text);
  if (inner.includes("}")) return null;
  const parsed = parseInner(inner);
  if (parsed !== null) return "target" in parsed ? parsed : null;
  const target = UNFINISHED.test(inner) ? null : parseKey(inner);
  return target && { target, field: null };
}

/**
 * Text typed where a reference is asked for, without the blanks around it: what stands between `${` and `}`, or all of
 * it. The brace at the end may not have been typed yet.
 */
export function typedText(text: string): string {
  const trimmed = text.trim();
  return trimmed.startsWith("${") ? trimmed.slice(2).replace(/\}$/, "") : trimmed;
}
