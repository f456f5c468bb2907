import type { JsonObject } from "../json/json.ts";
import { isSchema, type Schema, schemaEntries, schemaList } from "./json-schema.ts";
import { inPlace, itemSchemas, otherProperties, propertySchemas } from "./places.ts";
import { SchemaDocument } from "./schema-document.ts";

/** The marks of a value's place in a schema, and access to those of its parts. */
export type Marks = {
  readonly sensitive: boolean;
  readonly immutable: boolean;
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
 * Reads the marks of a schema, following `properties`, `items`, `$ref`, unions and all other subschemas that apply to a
 * value. A place is marked if any schema that may apply there is: each branch of a union counts, and so does the schema
 * of every `patternProperties` for every key, since untrusted patterns are not run here. A place with sensitive keys is
 * sensitive as a whole, since a key cannot be sealed on its own.
 *
 * Places are created while values are walked, and cached, so that the cost of a recursive schema depends on the depth
 * of the values. Beyond a bound that only a malicious schema reaches, everything counts as sensitive.
 *
 * @throws SchemaError for a `$ref` that leads nowhere, at the latest when a value gets there
 */
export function annotate(schema: Schema): Annotations {
  const marked = { sensitive: mentions(schema, "sensitive"), immutable: mentions(schema, "immutable") };
  return { root: new Atlas(new SchemaDocument(schema)).place([schema]), marked };
}

const UNKNOWN: Marks = {
  sensitive: true,
  immutable: false,
  property: () => UNKNOWN,
  names: () => false,
  item: () => UNKNOWN,
};

/** All places of one schema; two with the same schemas are one. */
class Atlas {
  readonly #document: SchemaDocument;
  readonly #ids = new Map<Schema, number>();
  readonly #places = new Map<string, Marks>();

  constructor(document: SchemaDocument) {
    this.#document = document;
  }

  place(schemas: readonly Schema[]): Marks {
    const applied = inPlace(this.#document, schemas);
    const key = [...applied]
      .map((schema) => this.#id(schema))
      .sort((a, b) => a - b)
      .join();
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    if (this.#places.size >= MAX_PLACES) return UNKNOWN;
    const keys = inPlace(this.#document, [...applied].map(({ propertyNames }) => propertyNames).filter(isSchema));
    const place = new Place(this, [...applied], [...applied, ...keys].some(isSensitive));
    this.#places.set(key, place);
    return place;
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
  readonly #named = new Map<string, Marks | undefined>();
  readonly #items: (Marks | undefined)[] = [];
  readonly #prefixLength: number;
  #other: Marks | undefined;

  constructor(atlas: Atlas, schemas: readonly JsonObject[], sensitive: boolean) {
    this.#atlas = atlas;
    this.#schemas = schemas;
    this.sensitive = sensitive;
    this.immutable = schemas.some((schema) => schema.immutable === true);
    this.#prefixLength = Math.max(0, ...schemas.map((schema) => schemaList(schema.prefixItems).length));
    for (const schema of schemas) for (const [key] of schemaEntries(schema.properties)) this.#named.set(key, undefined);
  }

  names(key: string): boolean {
    return this.#named.has(key);
  }

  property(key: string): Marks {
    if (!this.#named.has(key)) {
      this.#other ??= this.#atlas.place(this.#schemas.flatMap(otherProperties));
      return this.#other;
    }
    let marks = this.#named.get(key);
    if (marks === undefined) {
      marks = this.#atlas.place(this.#schemas.flatMap((schema) => propertySchemas(schema, key)));
      this.#named.set(key, marks);
    }
    return marks;
  }

  item(index: number): Marks {
    // All items after the longest prefix share a place.
    const slot = Math.min(index, this.#prefixLength);
    let marks = this.#items[slot];
    if (marks === undefined) {
      marks = this.#atlas.place(this.#schemas.flatMap((schema) => itemSchemas(schema, slot)));
      this.#items[slot] = marks;
    }
    return marks;
  }
}

function isSensitive(schema: JsonObject): boolean {
  return schema.sensitive === true;
}

function mentions(value: unknown, mark: string): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Reflect.get(value, mark) === true) return true;
  return Object.values(value).some((item) => mentions(item, mark));
}
