import type { JsonObject } from "../json/json.ts";
import { isSchema, isSchemaObject, type Schema, schemaEntries, schemaList } from "./json-schema.ts";
import { SchemaDocument } from "./schema-document.ts";

/** Schemas applied in place of each other never nest deeper than this, unless they form a cycle. */
const MAX_STEPS = 64;

/** A longer path is not evaluated: outputs do not nest deeper, and the work is quadratic in its length. */
const MAX_KEYS = 64;

/**
 * Whether a schema of outputs definitely forbids a field, so that a reference to it can be refused before the target
 * exists: by an object closed to other keys, or a value without parts. If the schema leaves it open, which includes
 * every pattern, the answer is false.
 *
 * @param keys the field's path below the outputs, split at its dots; neighbours may form one key (`tls.crt`)
 */
export function outputsSchemaExcludes(outputsSchema: Schema, keys: readonly string[]): boolean {
  if (keys.length > MAX_KEYS) return false;
  return !new Possibility(new SchemaDocument(outputsSchema), keys).of(outputsSchema, 0, MAX_STEPS);
}

class Possibility {
  readonly #document: SchemaDocument;
  readonly #keys: readonly string[];
  /** Cached answers, by the number of keys already used. */
  readonly #answers: Map<Schema, boolean>[];

  constructor(document: SchemaDocument, keys: readonly string[]) {
    this.#document = document;
    this.#keys = keys;
    this.#answers = keys.map(() => new Map());
  }

  /** Whether a value under the schema may have a part at the keys from a position on. */
  of(schema: Schema | undefined, from: number, steps: number): boolean {
    if (schema === false) return false;
    if (!isSchemaObject(schema) || steps === 0) return true;
    const answers = this.#answers[from];
    if (answers === undefined) return true;
    let answer = answers.get(schema);
    if (answer === undefined) {
      answer = this.#own(schema, from, steps) && this.#combined(schema, from, steps - 1);
      answers.set(schema, answer);
    }
    return answer;
  }

  #combined(schema: JsonObject, from: number, steps: number): boolean {
    const target = this.#document.refOf(schema);
    if (target !== undefined && !this.of(target, from, steps)) return false;
    if (!schemaList(schema.allOf).every((part) => this.of(part, from, steps))) return false;
    return [schema.anyOf, schema.oneOf].every((list) => {
      const branches = schemaList(list);
      return branches.length === 0 || branches.some((branch) => this.of(branch, from, steps));
    });
  }

  #own(schema: JsonObject, from: number, steps: number): boolean {
    const types = schema.type === undefined ? ["object", "array"] : [schema.type].flat();
    const asObject = types.includes("object") && this.#asObject(schema, from, steps);
    return asObject || (types.includes("array") && this.#asArray(schema, from, steps));
  }

  #asObject(schema: JsonObject, from: number, steps: number): boolean {
    const { properties, additionalProperties, unevaluatedProperties } = schema;
    // Does not decide whether a key of a pattern, or one that only a subschema evaluates, is allowed.
    if (schemaEntries(schema.patternProperties).length > 0) return true;
    const others = additionalProperties ?? (hasSubschemas(schema) ? true : unevaluatedProperties) ?? true;
    for (let end = this.#keys.length; end > from; end--) {
      const key = this.#keys.slice(from, end).join(".");
      const named = isSchemaObject(properties) && Object.hasOwn(properties, key) ? properties[key] : others;
      if (isSchema(named) && this.of(named, end, steps)) return true;
    }
    return false;
  }

  #asArray(schema: JsonObject, from: number, steps: number): boolean {
    const key = this.#keys[from] ?? "";
    if (!/^(?:0|[1-9]\d*)$/.test(key)) return false;
    const item = schemaList(schema.prefixItems)[Number(key)] ?? schema.items;
    return !isSchema(item) || this.of(item, from + 1, steps);
  }
}

function hasSubschemas(schema: JsonObject): boolean {
  const keywords = ["$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas"];
  return keywords.some((keyword) => Object.hasOwn(schema, keyword));
}
