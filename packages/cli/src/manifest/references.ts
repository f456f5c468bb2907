import { type Json, type Path, parseReferences, parseTemplate, type Reference } from "@pragma/language";
import type { ManifestDocument } from "./document.ts";

type Document = Pick<ManifestDocument, "input" | "stringReferences">;

/** All references in the config of a resource, as the API finds them. */
export function referencesOf({ input, stringReferences }: Document): Reference[] {
  return parseReferences(input.config as Json, { stringReferences }).references;
}

/** Strings meant as references that the API treats as text: `.output.` instead of `.outputs.`, or neither. */
const ALMOST = /(?<!\$)\$\{[a-z0-9][a-z0-9-]*\/[a-z0-9_/-]+\/[A-Za-z0-9][^/{}]*\}/;

/** The places in a config with strings that are almost references. */
export function almostReferences({ input, stringReferences }: Document): Path[] {
  return stringReferences ? almostIn(input.config as Json, []) : [];
}

function almostIn(value: Json, path: Path): Path[] {
  if (typeof value === "string") {
    const parts = parseTemplate(value) ?? [];
    return parts.some((part) => part.kind === "text" && ALMOST.test(part.raw)) ? [path] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  const entries: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, item]) => almostIn(item, [...path, key]));
}
