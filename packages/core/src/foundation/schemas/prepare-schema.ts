import type { Json, JsonObject } from "@pragma/contract";
import {
  IN_PLACE_LISTS,
  isSchema,
  isSchemaObject,
  type Schema,
  SchemaDocument,
  SchemaError,
  schemaEntries,
  schemaList,
  setMember,
} from "@pragma/language";
import { Describer } from "./describer.ts";

/** How a schema is interpreted. */
export type Variant = {
  /** Refuse keys that the schema does not mention, even if it does not forbid them. */
  closed: boolean;
  /** Let a reference stand for any value: see `REFERENCE` and `HOLDS`. */
  lenient: boolean;
};

/** Keyword that only a reference satisfies. */
export const REFERENCE = "x-reference";
/** Keyword that only a container with a reference somewhere inside satisfies. */
export const HOLDS = "x-holds-reference";
/** Marks combinations that were wrapped around a schema and are not its own. */
export const WRAPPER = "x-wrapper";

const ASSERTIONS = [
  ...["type", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"],
  ...["maxLength", "minLength", "pattern", "format", "maxItems", "minItems", "uniqueItems"],
  ...["minContains", "maxProperties", "minProperties", "required", "dependentRequired"],
];

/** Where a subschema applies: at an instance of its own, at its parent's instance, or inside a test. */
type Mode = "position" | "in-place" | "in-place under known properties" | "test";

/**
 * Rewrites a schema for validation, with the assertions of draft 2020-12 and nothing else (so that no keyword slips in
 * that only the validator knows), and every reference as a plain one into `$defs`.
 *
 * `closed` forbids, at each instance, keys that no applicable subschema mentions. That has to be outside `allOf`,
 * `anyOf` and the like, so a definition that is used both on its own and as a part is written twice. A schema that says
 * nothing about keys (`{}`, `{"type": "object"}`) stays open, even as a branch of a union; if the properties are known
 * from outside the union, such a branch (`{"required": ["a"]}`) is a condition and opens nothing. Tests (`not`, `if`)
 * keep their meaning and are never closed.
 *
 * `lenient` lets an instance that is a reference satisfy every schema. In a container with a reference, anything that
 * depends on the unknown value passes: a union needs any branch, not exactly one, `if` allows either outcome, and
 * `not`, `const` and `enum` require nothing. The resolved value is validated again without this.
 *
 * @throws SchemaError
 */
export function prepareSchema(schema: Schema, variant: Variant): JsonObject {
  return new Preparation(schema, variant).run();
}

class Preparation {
  readonly #document: SchemaDocument;
  readonly #describer: Describer;
  readonly #variant: Variant;
  readonly #names = new Map<Schema, Map<Mode, string>>();
  readonly #defs: JsonObject = {};

  constructor(schema: Schema, variant: Variant) {
    this.#document = new SchemaDocument(schema);
    this.#describer = new Describer(this.#document);
    this.#variant = variant;
  }

  run(): JsonObject {
    const root = this.#document.root;
    return { $ref: this.#define(root, "position"), $defs: this.#defs };
  }

  #define(schema: Schema, mode: Mode): string {
    const modes = this.#names.get(schema) ?? new Map<Mode, string>();
    this.#names.set(schema, modes);
    const known = modes.get(mode);
    if (known !== undefined) return `#/$defs/${known}`;
    const name = `d${Object.keys(this.#defs).length}`;
    modes.set(mode, name);
    // Reserves the name: the definition may refer to itself.
    this.#defs[name] = true;
    this.#defs[name] = this.#write(schema, mode);
    return `#/$defs/${name}`;
  }

  #write(schema: Schema, mode: Mode): Schema {
    if (typeof schema === "boolean") return schema;
    if (schema.$id !== undefined && schema !== this.#document.root)
      throw new SchemaError("$id is only allowed at the root");
    return mode === "position" ? this.#position(schema) : this.#body(schema, mode);
  }

  #position(schema: JsonObject): Schema {
    if (Object.hasOwn(schema, "$ref") && isBareReference(schema)) {
      return { $ref: this.#define(this.#document.refOf(schema) as Schema, "position") };
    }
    const body = this.#body(schema, "in-place");
    if (this.#variant.closed && this.#describer.describes(schema)) close(body);
    if (!this.#variant.lenient || Object.keys(body).length === 0) return body;
    return { [WRAPPER]: true, if: { [REFERENCE]: true }, else: body };
  }

  #body(schema: JsonObject, mode: Exclude<Mode, "position">): JsonObject {
    const test = mode === "test";
    const lenient = this.#variant.lenient && !test;
    const known = mode === "in-place under known properties" || (!test && this.#describer.fixes(schema));
    const inner: Mode = known ? "in-place under known properties" : mode;
    const body: JsonObject = {};
    const extra: Schema[] = [];
    for (const keyword of ASSERTIONS) if (schema[keyword] !== undefined) body[keyword] = schema[keyword];

    const target = this.#document.refOf(schema);
    if (target !== undefined) extra.push({ $ref: this.#define(target, inner) });
    this.#writeValues(schema, body, extra, lenient);
    this.#writeCombinations(schema, body, extra, { inner, lenient, open: !test && !known && this.#variant.closed });
    this.#writeCondition(schema, body, extra, inner, lenient);
    this.#writeChildren(schema, body, test ? "test" : "position", lenient);
    const dependent = schemaEntries(schema.dependentSchemas).map(([key, child]) => [key, this.#write(child, inner)]);
    if (dependent.length > 0) body.dependentSchemas = Object.fromEntries(dependent) as JsonObject;
    if (extra.length > 0) body.allOf = [...schemaList(body.allOf), ...extra];
    return body;
  }

  #writeValues(schema: JsonObject, body: JsonObject, extra: Schema[], lenient: boolean): void {
    for (const keyword of ["const", "enum"]) {
      const value = schema[keyword];
      if (value === undefined) continue;
      const compound = [value].flat().some((item) => typeof item === "object" && item !== null);
      if (lenient && compound) extra.push(unlessHolding({ [keyword]: value }));
      else body[keyword] = value;
    }
    if (!isSchema(schema.not)) return;
    const not: Schema = { not: this.#write(schema.not, "test") };
    if (lenient) extra.push(unlessHolding(not));
    else body.not = not.not as Json;
  }

  #writeCombinations(
    schema: JsonObject,
    body: JsonObject,
    extra: Schema[],
    how: { inner: Mode; lenient: boolean; open: boolean },
  ): void {
    for (const keyword of IN_PLACE_LISTS) {
      const branches = schemaList(schema[keyword]);
      if (branches.length === 0) continue;
      const opens = how.open && keyword !== "allOf";
      const written = branches.map((branch) => {
        const result = this.#write(branch, how.inner);
        return opens && !this.#describer.describes(branch) ? openUp(result) : result;
      });
      if (keyword !== "oneOf" || !how.lenient) body[keyword] = written;
      else extra.push({ [WRAPPER]: true, anyOf: [{ oneOf: written }, { [HOLDS]: true, anyOf: written }] });
    }
  }

  #writeCondition(schema: JsonObject, body: JsonObject, extra: Schema[], inner: Mode, lenient: boolean): void {
    if (!isSchema(schema.if)) return;
    const outcome: JsonObject = { if: this.#write(schema.if, "test") };
    for (const keyword of ["then", "else"]) {
      const branch = schema[keyword];
      if (isSchema(branch)) outcome[keyword] = this.#write(branch, inner);
    }
    if (!lenient) {
      Object.assign(body, outcome);
      return;
    }
    const either: Schema[] = ["then", "else"].map((keyword) => outcome[keyword] ?? true).filter(isSchema);
    const condition = this.#write(schema.if, inner);
    const undecided = { [HOLDS]: true, allOf: [{ anyOf: either }, { anyOf: [condition, true] }] };
    extra.push({ [WRAPPER]: true, anyOf: [undecided, outcome] });
  }

  #writeChildren(schema: JsonObject, body: JsonObject, mode: Mode, lenient: boolean): void {
    for (const keyword of ["additionalProperties", "unevaluatedProperties", "items", "unevaluatedItems"]) {
      const child = schema[keyword];
      if (isSchema(child)) body[keyword] = this.#write(child, mode);
    }
    if (isSchema(schema.contains)) {
      const test = this.#write(schema.contains, "test");
      body.contains = lenient ? { [WRAPPER]: true, anyOf: [{ [REFERENCE]: true }, { [HOLDS]: true }, test] } : test;
    }
    // A reference may or may not match `contains`, so the count then has no upper bound.
    if (schema.maxContains !== undefined && !lenient) body.maxContains = schema.maxContains;
    if (isSchema(schema.propertyNames)) body.propertyNames = this.#write(schema.propertyNames, "test");
    for (const keyword of ["properties", "patternProperties"]) {
      if (!isSchemaObject(schema[keyword])) continue;
      const map: JsonObject = {};
      for (const [key, child] of schemaEntries(schema[keyword])) setMember(map, key, this.#write(child, mode));
      body[keyword] = map;
    }
    const prefix = schemaList(schema.prefixItems);
    if (prefix.length > 0) body.prefixItems = prefix.map((child) => this.#write(child, mode));
  }
}

const COMBINATIONS = ["allOf", "anyOf", "oneOf", "if", "dependentSchemas", "$ref"];

/** Forbids keys that are not mentioned. Without combinations the plain keyword does it, which is much faster. */
function close(body: JsonObject): void {
  if (Object.hasOwn(body, "additionalProperties") || Object.hasOwn(body, "unevaluatedProperties")) return;
  const combined = COMBINATIONS.some((keyword) => Object.hasOwn(body, keyword));
  body[combined ? "unevaluatedProperties" : "additionalProperties"] = false;
}

/** Allows any key, for a branch that says nothing about keys. */
function openUp(branch: Schema): Schema {
  if (branch === true) return { additionalProperties: true };
  if (branch === false) return false;
  const types = branch.type === undefined ? ["object"] : [branch.type].flat();
  return types.includes("object") ? { ...branch, additionalProperties: true } : branch;
}

function unlessHolding(schema: Schema): Schema {
  return { [WRAPPER]: true, anyOf: [{ [HOLDS]: true }, schema] };
}

const ANNOTATIONS = new Set([
  "$ref",
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
  "sensitive",
  "immutable",
]);

function isBareReference(schema: JsonObject): boolean {
  return Object.keys(schema).every((keyword) => ANNOTATIONS.has(keyword));
}
