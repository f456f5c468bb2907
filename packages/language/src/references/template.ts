import type { ResourceRef } from "../names/names.ts";
import { type Fault, parseInner } from "./grammar.ts";
import type { Field } from "./reference.ts";

/** No reference is longer; the bound keeps a text of nothing but `${` from taking quadratic time. */
const MAX_LENGTH = 2048;

/** A piece of a string: literal text, a reference, or an attempt at one. `raw` is its spelling. */
export type Part =
  | { kind: "text"; raw: string; text: string }
  | { kind: "reference"; raw: string; target: ResourceRef; field: Field }
  | { kind: "malformed"; raw: string; fault: Fault };

/**
 * Splits a string at its references, from left to right: `$${` is a literal `${`, and a `${…}` outside the grammar is
 * literal. Null if the string contains no `${` at all, and so stands for itself.
 */
export function parseTemplate(text: string): Part[] | null {
  let dollar = text.indexOf("${");
  if (dollar < 0) return null;
  const parts: Part[] = [];
  let start = 0;
  let end = text.indexOf("}", dollar);
  while (dollar >= 0 && end >= 0) {
    const raw = text.slice(dollar, Math.min(end + 1, dollar + MAX_LENGTH));
    // The `$` of an escape belongs to the text before it.
    const part = text[dollar - 1] === "$" ? null : parsePart(raw);
    if (part !== null) {
      pushText(parts, text.slice(start, dollar));
      parts.push(part);
      start = end + 1;
    }
    dollar = text.indexOf("${", part === null ? dollar + 2 : start);
    if (dollar > end) end = text.indexOf("}", dollar);
  }
  pushText(parts, text.slice(start));
  return parts;
}

function parsePart(raw: string): Part | null {
  if (!raw.endsWith("}")) return null;
  const parsed = parseInner(raw.slice(2, -1));
  if (parsed === null) return null;
  return "fault" in parsed ? { kind: "malformed", raw, fault: parsed.fault } : { kind: "reference", raw, ...parsed };
}

function pushText(parts: Part[], raw: string): void {
  if (raw !== "") parts.push({ kind: "text", raw, text: raw.replaceAll("$${", () => "${") });
}

/** The template that means `text` literally. */
export function escapeTemplate(text: string): string {
  return text.replaceAll("${", () => "$${");
}
