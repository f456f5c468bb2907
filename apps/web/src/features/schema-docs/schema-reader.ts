import {
  describedDocument,
  flatten,
  type Json,
  type JsonObject,
  marksOf,
  type Schema,
  type SchemaDocument,
} from "@pragma/language";

export function textOf(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
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
  flatten(schema: Schema): JsonObject {
    if (this.#left-- <= 0) return {};
    return flatten(this.#document, schema).schema;
  }

  /** Whether a value of the schema is sensitive or immutable, even if only in one branch, as the server does. */
  marksOf(schema: Schema): { sensitive: boolean; immutable: boolean } {
    return marksOf(this.#document, schema);
  }
}
