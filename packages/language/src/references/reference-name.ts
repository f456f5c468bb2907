import { parseKey, type ResourceRef, resourceKey } from "../names/names.ts";
import { parseInner } from "./grammar.ts";
import type { Field, Reference } from "./reference.ts";

/** A reference as text, such as `postgres/role/owner.outputs.password`; in the whole-resource form, the key of its target. */
export function referenceName({ target, field }: Pick<Reference, "target" | "field">): string {
  return field === null ? resourceKey(target) : `${resourceKey(target)}.${field.text}`;
}

/** What such a text names; null if it is none. */
export function readReferenceName(text: string): { target: ResourceRef; field: Field | null } | null {
  const parsed = parseInner(text);
  if (parsed !== null && "target" in parsed) return parsed;
  const target = parseKey(text);
  return target && { target, field: null };
}
