import { type Json, type Path, parseTemplate } from "@pragma/language";
import type { Pragma } from "@pragma/sdk";
import type { ManifestDocument } from "./document.ts";
import type { Fault } from "./position.ts";

/** Strings meant as references that the API treats as text: `.output.` instead of `.outputs.`, or neither. */
const ALMOST = /(?<!\$)\$\{[a-z0-9][a-z0-9-]*\/[a-z0-9_/-]+\/[A-Za-z0-9][^/{}]*\}/;

const MESSAGE =
  "this is plain text, not a reference: write ${provider/type/name.outputs.field} for one, or $${ for a plain ${";

/**
 * Strings that are allowed, but hardly intended: they look like references and are not. The types are read only if there are
 * any: to some types, all strings are text.
 */
export async function findDoubts(
  client: Pragma,
  documents: readonly ManifestDocument[],
  signal: AbortSignal,
): Promise<Fault[]> {
  const found = documents.flatMap((document) =>
    almostReferences(document.input.config as Json).map((path) => ({ document, path })),
  );
  if (found.length === 0) return [];
  const types = await client.resources.types({ signal }).toArray();
  const literal = new Set(types.filter((type) => type.string_references === false).map(typeKey));
  return found.flatMap(({ document: { file, input, locate }, path }) =>
    file === null || literal.has(typeKey(input)) ? [] : [{ file, at: locate(["config", ...path]), message: MESSAGE }],
  );
}

/** The places in a config with strings that are almost references. */
export function almostReferences(value: Json, at: Path = []): Path[] {
  if (typeof value === "string") {
    // Parsing is for the few that have one.
    if (!value.includes("${")) return [];
    const parts = parseTemplate(value) ?? [];
    return parts.some((part) => part.kind === "text" && ALMOST.test(part.raw)) ? [at] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  const entries: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, item]) => almostReferences(item, [...at, key]));
}

function typeKey({ provider, resource }: { provider: string; resource: string }): string {
  return `${provider}/${resource}`;
}
