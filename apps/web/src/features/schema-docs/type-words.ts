import type { JsonObject } from "@pragma/contract";
import { isJsonObject, type Schema } from "@pragma/language";
import { alternativesOf } from "~/lib/schema-parts.ts";
import { type SchemaReader, typeNames } from "./schema-reader.ts";

const WORDS: Record<string, string> = {
  string: "string",
  integer: "integer",
  number: "number",
  boolean: "boolean",
  null: "null",
  object: "object",
  array: "list",
};
const PLURALS: Record<string, string> = { list: "lists", "any JSON": "any JSON", null: "nulls" };
/** A value that may be each of these may be anything. */
const EVERYTHING = ["string", "number", "boolean", "null", "list", "map"];
/** Types nested deeper than this are not spelled out in a word. */
const MAX_NESTING = 4;

/** The type of a flattened schema in a few words. */
export function typeWords(schema: JsonObject, reader: SchemaReader, nesting = 0): string {
  if (nesting > MAX_NESTING) return "value";
  const branches = alternativesOf(schema);
  if (branches.length > 0) return unionWords(branches, reader, nesting);
  if (schema["const"] !== undefined) return JSON.stringify(schema["const"]);
  const names = typeNames(schema);
  if (names.length === 0) return wordsWithoutType(schema);
  return unique(names.map((name) => namedWords(name, schema, reader, nesting))).join(" or ");
}

function wordsWithoutType(schema: JsonObject): string {
  if (Array.isArray(schema["enum"])) return "one of";
  return isJsonObject(schema["properties"]) ? "object" : "any JSON";
}

function namedWords(name: string, schema: JsonObject, reader: SchemaReader, nesting: number): string {
  if (name === "array") {
    const { items } = schema;
    return isJsonObject(items) ? `list of ${plural(typeWords(reader.flatten(items), reader, nesting + 1))}` : "list";
  }
  if (name === "object" && !isJsonObject(schema["properties"])) {
    const values = schema["additionalProperties"];
    return isJsonObject(values) ? `map of ${plural(typeWords(reader.flatten(values), reader, nesting + 1))}` : "map";
  }
  return WORDS[name] ?? name;
}

function unionWords(branches: readonly Schema[], reader: SchemaReader, nesting: number): string {
  const flat = branches.map((branch) => reader.flatten(branch));
  const kinds = unique(flat.flatMap(kindsOf));
  if (EVERYTHING.every((kind) => kinds.includes(kind))) return "any JSON";
  return unique(flat.map((branch) => typeWords(branch, reader, nesting + 1))).join(" or ");
}

function kindsOf(schema: JsonObject): string[] {
  return typeNames(schema).map((name) => {
    if (name === "object") return isJsonObject(schema["properties"]) ? "object" : "map";
    return WORDS[name] ?? name;
  });
}

function plural(words: string): string {
  if (words.includes(" or ")) return `(${words})`;
  const [first = "", ...rest] = words.split(" of ");
  return [PLURALS[first] ?? (first.startsWith('"') ? first : `${first}s`), ...rest].join(" of ");
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}
