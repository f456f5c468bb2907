import { parseKey, type ResourceRef } from "../names/names.ts";
import { parseInner } from "./grammar.ts";
import type { Field } from "./reference.ts";

/** A key that would be one of a reference, if it were written to its end. */
const UNFINISHED = /\.(?:outputs|config)$/;

/**
 * What somebody typed where a reference is asked for: one in full, with or without `${}`, or a key alone, which is the
 * whole resource. Null for anything else, such as words to search for.
 */
export function readTyped(text: string): { target: ResourceRef; field: Field | null } | null {
  const inner = innerOf(text.trim());
  if (inner.includes("}")) return null;
  const parsed = parseInner(inner);
  if (parsed !== null) return "target" in parsed ? parsed : null;
  const target = UNFINISHED.test(inner) ? null : parseKey(inner);
  return target && { target, field: null };
}

/** What stands between `${` and `}`, or all of it; the brace at the end may not have been typed yet. */
function innerOf(text: string): string {
  return text.startsWith("${") ? text.slice(2).replace(/\}$/, "") : text;
}
