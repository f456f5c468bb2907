import { describedDocument, type JsonObject, type SchemaDocument } from "@pragma/language";
import type { Names } from "./names.ts";

/** A JSON Schema; its content is not trusted. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Deeper than any schema that a person would read. */
const DEEPEST = 64;
const SIMPLE = /^\w+$/;
const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** Writes one JSON Schema 2020-12 as TypeScript; what TypeScript cannot express becomes wider, never narrower. */
export class SchemaWriter {
  readonly #root: JsonSchema;
  readonly #document: SchemaDocument;
  readonly #rootName: string;
  readonly #names: Names;
  /** Names of the definitions that were referred to, by their place in the schema. */
  readonly #definitions = new Map<string, string>();
  readonly #written: string[] = [];

  constructor(root: JsonSchema, rootName: string, names: Names) {
    this.#root = root;
    this.#document = describedDocument(root as JsonObject);
    this.#rootName = rootName;
    this.#names = names;
  }

  /** Its declarations, that of the root last. */
  declarations(): string[] {
    const root = `export type ${this.#rootName} = ${this.#type(this.#root, 0)};`;
    return [...this.#written, root];
  }

  #type(schema: unknown, depth: number): string {
    if (schema === false) return "never";
    if (typeof schema !== "object" || schema === null || depth > DEEPEST) return "unknown";
    const { $ref, anyOf, oneOf, allOf, enum: values, ...rest } = schema as JsonSchema;
    if (typeof $ref === "string") return this.#reference($ref, depth);
    if ("const" in rest) return literal(rest["const"]);
    if (Array.isArray(values)) return union(values.map(literal));
    const parts = [
      ...alternatives(anyOf, (one) => this.#type(one, depth + 1)),
      ...alternatives(oneOf, (one) => this.#type(one, depth + 1)),
      ...(Array.isArray(allOf) ? allOf.map((one) => this.#type(one, depth + 1)) : []),
    ];
    const own = this.#own(rest, depth);
    if (own !== "unknown" || parts.length === 0) parts.unshift(own);
    return intersection(parts);
  }

  #own(schema: JsonSchema, depth: number): string {
    const { type } = schema;
    if (Array.isArray(type)) return union(type.map((one) => this.#single(one, schema, depth)));
    return this.#single(type ?? ("properties" in schema ? "object" : undefined), schema, depth);
  }

  #single(type: unknown, schema: JsonSchema, depth: number): string {
    if (type === "object") return this.#object(schema, depth);
    if (type === "array") return this.#array(schema, depth);
    if (type === "integer") return "number";
    return type === "string" || type === "number" || type === "boolean" || type === "null" ? type : "unknown";
  }

  #object({ properties = {}, required = [], additionalProperties }: JsonSchema, depth: number): string {
    const entries = Object.entries(properties as JsonSchema);
    if (entries.length === 0) {
      if (additionalProperties === false) return "Record<string, never>";
      // Unlike Record, an index signature may hold the type that it is part of.
      return `{ [key: string]: ${this.#type(additionalProperties ?? true, depth + 1)} }`;
    }
    const needed = new Set(required as string[]);
    const indent = "  ".repeat(depth + 1);
    const lines = entries.map(([key, value]) => {
      const type = this.#type(value, depth + 1);
      return `${comment(value, indent)}${indent}${keyOf(key)}${needed.has(key) ? "" : "?"}: ${type};`;
    });
    // An index signature must allow what all the properties are.
    if (additionalProperties !== undefined && additionalProperties !== false)
      lines.push(`${indent}[key: string]: unknown;`);
    return `{\n${lines.join("\n")}\n${"  ".repeat(depth)}}`;
  }

  #array({ items = true, prefixItems }: JsonSchema, depth: number): string {
    const rest = this.#type(items, depth + 1);
    if (!Array.isArray(prefixItems)) return arrayOf(rest);
    const first = prefixItems.map((one) => this.#type(one, depth + 1));
    return `[${[...first, ...(rest === "never" ? [] : [`...${arrayOf(rest)}`])].join(", ")}]`;
  }

  #reference(ref: string, depth: number): string {
    const known = this.#definitions.get(ref);
    if (known !== undefined) return known;
    const schema = this.#document.refOf({ $ref: ref });
    if (schema === this.#root) return this.#rootName;
    if (schema === undefined || depth > DEEPEST) return "unknown";
    const name = this.#names.take(`${this.#rootName}/${ref.split(/[/#]/).at(-1)}`);
    this.#definitions.set(ref, name);
    this.#written.push(`export type ${name} = ${this.#type(schema, 0)};`);
    return name;
  }
}

/** A key as TypeScript writes it. */
function keyOf(key: string): string {
  return IDENTIFIER.test(key) ? key : JSON.stringify(key);
}

/** A comment of a schema's description, which must not end it. */
export function comment(schema: unknown, indent = ""): string {
  const { description } = (typeof schema === "object" && schema !== null ? schema : {}) as JsonSchema;
  if (typeof description !== "string" || description.trim() === "") return "";
  const lines = description
    .trim()
    .replaceAll("*/", "*\\/")
    .split(/\r\n|[\n\r\u2028\u2029]/);
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join("\n")}\n${indent} */\n`;
}

function literal(value: unknown): string {
  return typeof value === "object" && value !== null ? "unknown" : JSON.stringify(value);
}

function alternatives(list: unknown, write: (one: unknown) => string): string[] {
  return Array.isArray(list) && list.length > 0 ? [union(list.map(write))] : [];
}

function union(types: string[]): string {
  const distinct = [...new Set(types)];
  if (distinct.includes("unknown")) return "unknown";
  return distinct.length > 0 ? distinct.join(" | ") : "never";
}

function intersection(types: string[]): string {
  const distinct = [...new Set(types)];
  return distinct.length === 1 ? (distinct[0] as string) : distinct.map(grouped).join(" & ");
}

/** In brackets where it may be more than one. */
function grouped(type: string): string {
  return SIMPLE.test(type) ? type : `(${type})`;
}

function arrayOf(type: string): string {
  return SIMPLE.test(type) ? `${type}[]` : `Array<${type}>`;
}
