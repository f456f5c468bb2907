import {
  describedDocument,
  flatten,
  isJsonObject,
  type Json,
  type JsonObject,
  marksOf,
  type SchemaDocument,
} from "@pragma/language";

export function textOf(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

export function schemasOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The named subschemas of a keyword such as `properties`. */
export function namedSchemas(value: Json | undefined): [string, JsonObject][] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1]));
}

/** The fields of an object as their author wrote them, those that are required first. */
export function fieldsInOrder(schema: JsonObject): { name: string; schema: JsonObject; required: boolean }[] {
  const required = [schema["required"] ?? []].flat();
  return namedSchemas(schema["properties"])
    .map(([name, part]) => ({ name, schema: part, required: required.includes(name) }))
    .sort((a, b) => Number(b.required) - Number(a.required));
}

/** The names in a schema's `type`. */
export function typeNames(schema: JsonObject): string[] {
  return [schema["type"] ?? []].flat().filter((name) => typeof name === "string");
}

/** Ten parts that each name all ten are a hundred thousand, five levels deep. */
const MAX_READ = 10_000;

/** Reads the parts of one schema document, whose references may lead back into it. Past a bound they say nothing. */
export class SchemaReader {
  readonly #document: SchemaDocument;
  #left = MAX_READ;

  constructor(root: JsonObject) {
    this.#document = describedDocument(root);
  }

  /** A schema with its references followed and its `allOf` joined in; a reference that leads nowhere adds nothing. */
  flatten(schema: JsonObject): JsonObject {
    if (this.#left-- <= 0) return {};
    return flatten(this.#document, schema).schema;
  }

  /** Whether a value of the schema is sensitive or immutable, even if only in one branch, as the server does. */
  marksOf(schema: JsonObject): { sensitive: boolean; immutable: boolean } {
    return marksOf(this.#document, schema);
  }
}
