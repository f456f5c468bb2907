import type { Json } from "@pragma/contract";
import { describedDocument, type Schema, schemaEntries, schemasAt } from "@pragma/language";
import { fieldModel } from "../schema/field-model.ts";
import { ruleWords, typeWords } from "../schema/type-words.ts";

/** A word that fits at a place in the text. */
export interface Suggestion {
  label: string;
  /** The text to insert. */
  insert: string;
  /** The kind of value, shown beside the word. */
  detail: string;
  info: string;
}

/** Keys that a mapping may hold, required ones first. */
export function keySuggestions(
  root: Schema,
  path: readonly (string | number)[],
  present: readonly string[],
): Suggestion[] {
  const taken = new Set(present);
  const found = new Map<string, Suggestion & { required: boolean }>();
  for (const schema of schemasAt(describedDocument(root), [...path])) {
    const required = new Set(Array.isArray(schema.required) ? schema.required : []);
    for (const [key, child] of schemaEntries(schema.properties)) {
      if (taken.has(key) || found.has(key)) continue;
      const model = fieldModel(root, child);
      const nested = model.shape.kind === "object" || model.shape.kind === "record" || model.shape.kind === "array";
      const detail = `${typeWords(model)}${required.has(key) ? ", required" : ""}`;
      const info = [model.description, ...ruleWords(model), defaultWords(model.default)].filter(Boolean).join(". ");
      found.set(key, {
        label: key,
        insert: nested ? `${key}:` : `${key}: `,
        detail,
        info,
        required: required.has(key),
      });
    }
  }
  return [...found.values()]
    .sort((one, other) => Number(other.required) - Number(one.required))
    .map(({ required: _, ...suggestion }) => suggestion);
}

/** Values that the schema lists for a place. */
export function valueSuggestions(root: Schema, path: readonly (string | number)[]): Suggestion[] {
  const found = new Map<string, Suggestion>();
  const add = (value: Json, info: string): void => {
    if (typeof value === "object" && value !== null) return;
    const text = scalarText(value);
    if (!found.has(text)) found.set(text, { label: text, insert: text, detail: "", info });
  };
  for (const schema of schemasAt(describedDocument(root), [...path])) {
    const info = typeof schema.description === "string" ? schema.description : "";
    if (schema.const !== undefined) add(schema.const, info);
    for (const value of Array.isArray(schema.enum) ? schema.enum : []) add(value, info);
    if (schema.type === "boolean") for (const value of [true, false]) add(value, info);
    if (schema.default !== undefined) add(schema.default, "The default");
  }
  return [...found.values()];
}

function defaultWords(value: Json | undefined): string | null {
  return value === undefined ? null : `Default: ${JSON.stringify(value)}`;
}

/** A plain value as YAML writes it: strings that would be read as something else are quoted. */
function scalarText(value: string | number | boolean | null): string {
  if (typeof value !== "string") return String(value);
  const plain = /^[A-Za-z_][\w ./-]*$/.test(value) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return plain ? value : JSON.stringify(value);
}
