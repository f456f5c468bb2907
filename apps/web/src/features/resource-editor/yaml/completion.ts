import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  insertCompletionText,
} from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { referencePrefix } from "@pragma/language";
import { manifestSchema, schemaDocument } from "../schema/manifest-schema.ts";
import { documentAround, readType } from "./document-type.ts";
import type { LanguageData } from "./language-data.ts";
import { keySuggestions, type Suggestion, valueSuggestions } from "./suggestions.ts";
import { yamlContext } from "./yaml-context.ts";

/** Completes references inside `${`, names of connections, keys and values by the schema of the type that the text is about. */
export function completionSource(data: () => LanguageData) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    return (
      (await completeReference(data(), before, line.from)) ??
      (await completeConnection(data(), context)) ??
      completeSchema(data(), context)
    );
  };
}

async function completeReference(data: LanguageData, before: string, start: number): Promise<CompletionResult | null> {
  const prefix = referencePrefix(before);
  if (!prefix) return null;
  const from = start + prefix.from;
  if (prefix.kind === "resource") {
    const found = await data.findResources(prefix.typed);
    const options = found.map(({ key, lifecycle_state }) => ({
      label: key,
      detail: lifecycle_state,
      type: "class",
      apply: `${key}.`,
    }));
    return { from, options, filter: false };
  }
  if (prefix.kind === "root") {
    const options = ["outputs", "config"].map((label) => ({ label, type: "keyword", apply: `${label}.` }));
    return { from, options };
  }
  const paths = await data.findPaths(prefix.key, prefix.root);
  const options = paths.map(({ path, description, sensitive }) => ({
    label: path,
    type: "property",
    detail: sensitive ? "secret" : "",
    apply: closing(path),
    ...(description ? { info: description } : {}),
  }));
  return { from, options };
}

/** The brace that ends a reference is put in with it, unless it is there. */
function closing(text: string): NonNullable<Completion["apply"]> {
  return (view: EditorView, _, from: number, to: number) => {
    const closed = view.state.sliceDoc(to, to + 1) === "}";
    view.dispatch(insertCompletionText(view.state, closed ? text : `${text}}`, from, to));
  };
}

/** The connections of the provider that the text names. */
async function completeConnection(data: LanguageData, context: CompletionContext): Promise<CompletionResult | null> {
  const { text, start } = documentAround(context.state.doc.toString(), context.pos);
  const place = yamlContext(text, context.pos - start);
  if (place?.kind !== "value" || place.path.length !== 1 || place.path[0] !== "connection") return null;
  const found = await data.findConnections(readType(text, data.types).provider);
  const options = found.map(({ name, lifecycle_state }) => ({ label: name, detail: lifecycle_state, type: "class" }));
  const none = { label: "null", detail: "none", type: "keyword" };
  return { from: start + place.from, options: [...options, none], validFor: /^[\w.-]*$/ };
}

function completeSchema(data: LanguageData, context: CompletionContext): CompletionResult | null {
  const { text, start } = documentAround(context.state.doc.toString(), context.pos);
  const place = yamlContext(text, context.pos - start);
  if (!place) return null;
  const from = start + place.from;
  const { provider, config } = readType(text, data.types);
  const { root, path } = schemaDocument(place.path, manifestSchema(data.types, provider), config);
  const inConfig =
    place.path.length === 1 && place.path[0] === "config" && place.kind === "key" && config !== undefined;
  const suggestions =
    place.kind === "value"
      ? valueSuggestions(root, path)
      : keySuggestions(inConfig ? config : root, inConfig ? [] : path, place.siblings);
  // A dash may begin a plain element, or the first key of one that is a mapping.
  if (place.kind === "value" && suggestions.length === 0 && typeof place.path.at(-1) === "number") {
    suggestions.push(...keySuggestions(root, path, []));
  }
  if (suggestions.length === 0) return null;
  if (!context.explicit && from === context.pos && place.kind === "key") return null;
  return { from, options: suggestions.map(asCompletion), validFor: /^[\w."'-]*$/ };
}

function asCompletion({ label, insert, detail, info }: Suggestion): Completion {
  return { label, apply: insert, detail, type: "property", ...(info === "" ? {} : { info }) };
}
