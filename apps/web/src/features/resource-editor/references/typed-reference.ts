import { readTyped, resourceKey } from "@pragma/language";
import type { Reference } from "./reference.ts";

/** Reads a reference typed in full, with or without `${}`; null for anything else. A key alone is the whole resource. */
export function typedReference(text: string): Reference | null {
  const typed = readTyped(text);
  return typed && { key: resourceKey(typed.target), field: typed.field?.text ?? null };
}
