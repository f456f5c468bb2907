import type { Json, JsonObject } from "../json/json.ts";
import { childSchemas, isSchema, isSchemaObject, type Schema, schemaEntries, schemaList } from "./json-schema.ts";
import { inPlace, itemSchemas, otherProperties, propertySchemas } from "./places.ts";
import { SchemaDocument } from "./schema-document.ts";

/** The marks of a value's place in a schema, and access to those of its parts. */
export type Marks = {
  readonly sensitive: boolean;
  readonly immutable: boolean;
  /** Whether it is sensitive, or a part of it may be. */
  readonly holdsSensitive: boolean;
  /** Whether a value there is sensitive, since parts of it should be, and no schema allows its type: `["A=secret"]` for a map. */
  isMisplaced(value: Json): boolean;
  property(key: string): Marks;
  /** Whether a schema names the key, as opposed to describing any other key. */
  names(key: string): boolean;
  item(index: number): Marks;
};

/** The `sensitive` and `immutable` marks of a schema; `marked` is false if there are none at all. */
export type Annotations = { readonly root: Marks; readonly marked: { sensitive: boolean; immutable: boolean } };

/** A schema that combines its parts in more ways than this is not followed further. */
const MAX_PLACES = 10_000;

/**
 * How many schemas may be visited for all places of one schema. In 64 KiB, thousands may apply in each of thousands of
 * places: that took minutes, on the thread that answers requests.
 */
const MAX_LOOKS = 100_000;

/**
 * Reads the marks of a schema, following `properties`, `items`, `$ref`, unions and all other subschemas that apply to a
 * value. A place is marked if any schema that may apply there is: each branch of a union counts, and so does the schema
 * of every `patternProperties` for every key, since untrusted patterns are not run here. A place with sensitive keys is
 * sensitive as a whole, since a key cannot be sealed on its own.
 *
 * Places are created while values are walked, and cached, so that the cost of a recursive schema depends on the depth
 * of the values. Beyond bounds that only a malicious schema reaches, everything counts as sensitive and immutable.
 *
 * @throws SchemaError for a `$ref` that leads nowhere, at the latest when a value gets there
 */
export function annotate(schema: Schema): Annotations {
  const marked = { sensitive: mentions(schema, "sensitive"), immutable: mentions(schema, "immutable") };
  return { root: new Atlas(new SchemaDocument(schema)).place(() => [schema]), marked };
}

const UNKNOWN: Marks = {
  sensitive: true,
  immutable: true,
  holdsSensitive: true,
  isMisplaced: () => true,
  property: () => UNKNOWN,
  names: () => false,
  item: () => UNKNOWN,
};

/** All places of one schema; two with the same schemas are one. */
class Atlas {
  readonly #document: SchemaDocument;
  readonly #ids = new Map<Schema, number>();
  readonly #places = new Map<string, Marks>();
  #looks = 0;
  #holding: ReadonlySet<JsonObject> | undefined;

  constructor(document: SchemaDocument) {
    this.#document = document;
  }

  /** @param schemasOf not called any more once too many schemas were visited */
  place(schemasOf: () => readonly Schema[]): Marks {
    if (this.#looks > MAX_LOOKS) return UNKNOWN;
    const schemas = schemasOf();
    const applied = inPlace(this.#document, schemas);
    this.#looks += schemas.length + applied.size;
    const key = [...applied]
      .map((schema) => this.#id(schema))
      .sort((a, b) => a - b)
      .join();
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    if (this.#places.size >= MAX_PLACES) return UNKNOWN;
    const keys = inPlace(this.#document, [...applied].map(({ propertyNames }) => propertyNames).filter(isSchema));
    const place = new Place(this, [...applied], [...applied, ...keys].some(isSensitive));
    this.#looks += keys.size + place.size;
    this.#places.set(key, place);
    return place;
  }

  /** Whether one of the schemas is marked as sensitive, or marks a part of its value. */
  holdSensitive(schemas: readonly JsonObject[]): boolean {
    const holding = this.#holding ?? findHolding(this.#document);
    this.#holding = holding;
    return schemas.some((schema) => holding.has(schema));
  }

  #id(schema: Schema): number {
    const id = this.#ids.get(schema) ?? this.#ids.size;
    this.#ids.set(schema, id);
    return id;
  }
}

class Place implements Marks {
  readonly sensitive: boolean;
  readonly immutable: boolean;
  readonly #atlas: Atlas;
  readonly #schemas: readonly JsonObject[];
  /** Which of the schemas name a key. */
  readonly #naming = new Map<string, Set<JsonObject>>();
  /** The schemas that say something about keys that they do not name. */
  readonly #open: readonly JsonObject[];
  /** The schemas that say something about elements. */
  readonly #listing: readonly JsonObject[];
  readonly #named = new Map<string, Marks>();
  readonly #items: (Marks | undefined)[] = [];
  readonly #prefixLength: number;
  /** Types of values that the schemas allow; null if they may allow others. */
  readonly #types: ReadonlySet<Json> | null;
  #other: Marks | undefined;

  constructor(atlas: Atlas, schemas: readonly JsonObject[], sensitive: boolean) {
    this.#atlas = atlas;
    this.#schemas = schemas;
    this.sensitive = sensitive;
    this.immutable = schemas.some((schema) => schema.immutable === true);
    this.#open = schemas.filter((schema) => otherProperties(schema).some(isSchemaObject));
    this.#listing = schemas.filter((schema) => schema.prefixItems !== undefined || itemSchemas(schema, 0).length > 0);
    this.#types = typesOf(schemas);
    this.#prefixLength = this.#listing.reduce(
      (most, { prefixItems }) => Math.max(most, schemaList(prefixItems).length),
      0,
    );
    for (const schema of schemas) for (const [key] of schemaEntries(schema.properties)) this.#addNaming(key, schema);
  }

  #addNaming(key: string, schema: JsonObject): void {
    const naming = this.#naming.get(key);
    if (naming === undefined) this.#naming.set(key, new Set([schema]));
    else naming.add(schema);
  }

  /** How many keys are cached. */
  get size(): number {
    return this.#naming.size;
  }

  get holdsSensitive(): boolean {
    return this.sensitive || this.#atlas.holdSensitive(this.#schemas);
  }

  isMisplaced(value: Json): boolean {
    return value !== null && this.#types?.has(typeName(value)) === false && this.holdsSensitive;
  }

  names(key: string): boolean {
    return this.#naming.has(key);
  }

  property(key: string): Marks {
    const naming = this.#naming.get(key);
    if (naming === undefined) {
      this.#other ??= this.#atlas.place(() => this.#open.flatMap(otherProperties));
      return this.#other;
    }
    let marks = this.#named.get(key);
    if (marks === undefined) {
      marks = this.#atlas.place(() => [
        ...[...naming].flatMap((schema) => propertySchemas(schema, key)),
        ...this.#open.flatMap((schema) => (naming.has(schema) ? [] : otherProperties(schema))),
      ]);
      this.#named.set(key, marks);
    }
    return marks;
  }

  item(index: number): Marks {
    // All items after the longest prefix share a place.
    const slot = Math.min(index, this.#prefixLength);
    let marks = this.#items[slot];
    if (marks === undefined) {
      marks = this.#atlas.place(() => this.#listing.flatMap((schema) => itemSchemas(schema, slot)));
      this.#items[slot] = marks;
    }
    return marks;
  }
}

/** The types that schemas of one place name; null if there are none, or values without one. */
function typesOf(schemas: readonly JsonObject[]): ReadonlySet<Json> | null {
  const typed = schemas.flatMap(({ type }) => type ?? []);
  const hasOthers = schemas.some((schema) => schema.type === undefined && (schema.enum ?? schema.const) !== undefined);
  return typed.length === 0 || hasOthers ? null : new Set(typed.map((type) => (type === "integer" ? "number" : type)));
}

function typeName(value: Json): string {
  return Array.isArray(value) ? "array" : typeof value;
}

/** The schemas that lead to one marked as sensitive, for the same value or a part of it. */
function findHolding(document: SchemaDocument): Set<JsonObject> {
  const all = new Set<Schema>([document.root]);
  const users = new Map<JsonObject, JsonObject[]>();
  for (const schema of all) {
    if (!isSchemaObject(schema)) continue;
    const kept = new Set(schemaEntries(schema.$defs).map(([, part]) => part));
    for (const part of [document.refOf(schema) ?? true, ...childSchemas(schema)]) {
      all.add(part);
      // A definition says nothing about the value where it is kept.
      if (isSchemaObject(part) && !kept.has(part)) add(users, part, schema);
    }
  }
  const holding = new Set([...all].filter(isSchemaObject).filter(isSensitive));
  for (const schema of holding) for (const user of users.get(schema) ?? []) holding.add(user);
  return holding;
}

function add(users: Map<JsonObject, JsonObject[]>, part: JsonObject, user: JsonObject): void {
  const known = users.get(part);
  if (known === undefined) users.set(part, [user]);
  else known.push(user);
}

function isSensitive(schema: JsonObject): boolean {
  return schema.sensitive === true;
}

function mentions(value: unknown, mark: string): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Reflect.get(value, mark) === true) return true;
  return Object.values(value).some((item) => mentions(item, mark));
}
