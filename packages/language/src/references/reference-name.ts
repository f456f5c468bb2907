import type { Json } from "../json/json.ts";
import { parseKey, type ResourceRef, resourceKey } from "../names/names.ts";
import { visiblePath } from "../secrets/visible-path.ts";
import { parseInner } from "./grammar.ts";
import type { Field, Reference } from "./reference.ts";

/** A reference as text, such as `postgres/role/owner.outputs.password`; in the whole-resource form, the key of its target. */
export function referenceName({ target, field }: Pick<Reference, "target" | "field">): string {
  return field === null ? resourceKey(target) : `${resourceKey(target)}.${field.text}`;
}

/**
 * The same for everybody who sees the config masked: of a reference inside a value that is sealed as a whole only the key of its
 * target, since the rest may name keys that are sealed there, too.
 * @param config as stored
 */
export function visibleReferenceName(config: Json, { path, target, field }: Reference): string {
  const isVisible = visiblePath(config, path).length === path.length;
  return referenceName({ target, field: isVisible ? field : null });
}

/** Target and field that such a text names; null if it is none. */
export function readReferenceName(text: string): { target: ResourceRef; field: Field | null } | null {
  const parsed = parseInner(text);
  if (parsed !== null && "target" in parsed) return parsed;
  const target = parseKey(text);
  return target && { target, field: null };
}
