import type { ResourceRef } from "../names/names.ts";
import { classify } from "./classify.ts";
import type { Field } from "./reference.ts";

/** A reference in the string form, and its range: from its `${` to after its `}`. */
export type TextReference = { start: number; end: number; target: ResourceRef; field: Field };

/** The references in a string, from left to right. Like the server, it returns none if any of them is malformed. */
export function referencesInText(text: string): TextReference[] {
  const found = classify(text, { stringReferences: true });
  if (found?.kind === "reference" && found.field !== null) {
    return [{ start: 0, end: text.length, target: found.target, field: found.field }];
  }
  const references: TextReference[] = [];
  let start = 0;
  for (const part of found?.kind === "template" ? found.parts : []) {
    const end = start + part.raw.length;
    if (part.kind === "reference") references.push({ start, end, target: part.target, field: part.field });
    start = end;
  }
  return references;
}
