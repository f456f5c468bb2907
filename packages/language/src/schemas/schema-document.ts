import type { Json, JsonObject } from "../json/json.ts";
import { member } from "../json/object.ts";
import { childSchemas, DIALECT, isSchema, isSchemaObject, type Schema, SchemaError } from "./json-schema.ts";

/** A schema with its references, all of which stay inside it. */
export class SchemaDocument {
  readonly root: Schema;
  readonly #lenient: boolean;
  #anchors: Map<string, Schema> | undefined;
  readonly #both = new WeakMap<JsonObject, Schema>();

  /** @param lenient for descriptions: ignores a reference that leads nowhere, instead of failing */
  constructor(root: Schema, { lenient = false }: { lenient?: boolean } = {}) {
    this.root = root;
    this.#lenient = lenient;
  }

  /** The target of the schema's `$ref` or `$dynamicRef`, if it has one. @throws SchemaError, unless it is lenient */
  refOf(schema: JsonObject): Schema | undefined {
    const { $ref, $dynamicRef } = schema;
    if (typeof $ref === "string" && typeof $dynamicRef === "string") return this.#joined(schema, $ref, $dynamicRef);
    // There is a single resource, so the dynamic scope contains only it, and a dynamic reference is a plain one.
    const ref = $ref ?? $dynamicRef;
    if (typeof ref !== "string") return undefined;
    try {
      return this.resolve(ref);
    } catch (error) {
      if (this.#lenient && error instanceof SchemaError) return undefined;
      throw error;
    }
  }

  /** Both apply. It returns the same schema each time, since walks detect cycles by the identity of schemas. */
  #joined(schema: JsonObject, $ref: string, $dynamicRef: string): Schema {
    const joined: Schema = this.#both.get(schema) ?? { allOf: [{ $ref }, { $dynamicRef }] };
    this.#both.set(schema, joined);
    return joined;
  }

  /** @throws SchemaError for a reference that leaves the document or names nothing in it */
  resolve(ref: string): Schema {
    const fragment = this.#fragmentOf(ref);
    const target = fragment === "" || fragment.startsWith("/") ? this.#at(fragment) : this.#anchor(fragment);
    if (target === undefined) throw new SchemaError(`$ref "${ref}" names nothing in the schema`);
    return target;
  }

  #fragmentOf(ref: string): string {
    const id = isSchemaObject(this.root) ? this.root.$id : undefined;
    const local = typeof id === "string" && ref.startsWith(`${id}#`) ? ref.slice(id.length) : ref;
    if (local === id) return "";
    if (!local.startsWith("#"))
      throw new SchemaError(`$ref "${ref}" leaves the schema: only references inside it work`);
    try {
      return decodeURIComponent(local.slice(1));
    } catch {
      throw new SchemaError(`$ref "${ref}" is not a valid reference`);
    }
  }

  #at(pointer: string): Schema | undefined {
    let value: Json | undefined = this.root;
    for (const token of pointer.split("/").slice(1)) {
      const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
      if (Array.isArray(value)) value = value[Number(key)];
      else value = isSchemaObject(value) ? member(value, key) : undefined;
    }
    return isSchema(value) ? value : undefined;
  }

  #anchor(name: string): Schema | undefined {
    if (this.#anchors === undefined) {
      this.#anchors = new Map();
      collectAnchors(this.root, this.#anchors);
    }
    return this.#anchors.get(name);
  }
}

function collectAnchors(schema: Schema, anchors: Map<string, Schema>): void {
  if (!isSchemaObject(schema)) return;
  for (const anchor of [schema.$anchor, schema.$dynamicAnchor]) {
    if (typeof anchor === "string") anchors.set(anchor, schema);
  }
  for (const child of childSchemas(schema)) collectAnchors(child, anchors);
}

/** Whether a schema declares the supported dialect, or none. */
export function speaksDialect(schema: Schema): boolean {
  if (!isSchemaObject(schema) || schema.$schema === undefined) return true;
  return schema.$schema === DIALECT || schema.$schema === `${DIALECT}#`;
}

const described = new WeakMap<JsonObject, SchemaDocument>();

/** The document of a root schema for forms, completion and the like, cached. It is lenient. */
export function describedDocument(root: Schema): SchemaDocument {
  const known = isSchemaObject(root) ? described.get(root) : undefined;
  const document = known ?? new SchemaDocument(root, { lenient: true });
  if (isSchemaObject(root)) described.set(root, document);
  return document;
}
