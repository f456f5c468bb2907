import type { JsonObject } from "@pragma/contract";
import {
  IN_PLACE,
  IN_PLACE_LISTS,
  isSchema,
  isSchemaObject,
  type Schema,
  type SchemaDocument,
  schemaEntries,
  schemaList,
} from "@pragma/language";

const KEY_KEYWORDS = ["properties", "patternProperties", "additionalProperties", "unevaluatedProperties"];

/** Finds what a schema says about the keys of its instance. */
export class Describer {
  readonly #document: SchemaDocument;
  readonly #describing = new Map<Schema, boolean>();
  readonly #fixing = new Map<Schema, boolean>();

  constructor(document: SchemaDocument) {
    this.#document = document;
  }

  /** Whether the schema, or any schema applied in its place (even in a branch of a union), mentions keys. */
  describes(schema: Schema): boolean {
    return this.#memo(this.#describing, schema, (object) => {
      const branches = [...IN_PLACE_LISTS.flatMap((keyword) => schemaList(object[keyword]))];
      for (const keyword of IN_PLACE) if (isSchema(object[keyword])) branches.push(object[keyword]);
      for (const [, branch] of schemaEntries(object.dependentSchemas)) branches.push(branch);
      return branches.some((branch) => this.describes(branch)) || this.#describedByRef(object, this.describes);
    });
  }

  /** Whether keys are mentioned whichever branch of its unions applies. */
  fixes(schema: Schema): boolean {
    return this.#memo(this.#fixing, schema, (object) => {
      return schemaList(object.allOf).some((part) => this.fixes(part)) || this.#describedByRef(object, this.fixes);
    });
  }

  #describedByRef(schema: JsonObject, ask: (target: Schema) => boolean): boolean {
    const target = this.#document.refOf(schema);
    return target !== undefined && ask.call(this, target);
  }

  #memo(memo: Map<Schema, boolean>, schema: Schema, decide: (object: JsonObject) => boolean): boolean {
    if (!isSchemaObject(schema)) return false;
    const known = memo.get(schema);
    if (known !== undefined) return known;
    // A cycle back to this schema adds nothing.
    memo.set(schema, false);
    const result = KEY_KEYWORDS.some((keyword) => Object.hasOwn(schema, keyword)) || decide(schema);
    memo.set(schema, result);
    return result;
  }
}
