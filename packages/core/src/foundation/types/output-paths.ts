import type { Json, JsonObject } from "@pragma/contract";
import {
  inPlace,
  isEnvelope,
  isJsonObject,
  isNameable,
  isSchema,
  isSchemaObject,
  member,
  type Schema,
  SchemaDocument,
  schemaEntries,
} from "@pragma/language";
import type { KnownType } from "./resource-type.ts";

/** A path below `outputs` that a reference may name. */
export interface OutputPath {
  /** Such as `url` or `endpoints.primary`, as written after `outputs.`. */
  path: string;
  /** The schema's type, such as `string`; null if it has none. */
  type: string | null;
  /** The schema's format, such as `uri`; null if it has none. */
  format: string | null;
  description: string | null;
  sensitive: boolean;
  /** There is a value now. */
  present: boolean;
}

/** Deeper, or more, than anyone picks from. */
const MAX_DEPTH = 5;
const MAX_PATHS = 200;
/** Keys with dots may form the same path in many ways. */
const MAX_WALKS = 1000;
/** Schemas that are looked at in all walks of a type: the same ones may apply at every step. */
const MAX_LOOKED_AT = 20_000;

/**
 * The paths that the schema of outputs names, and those that exist besides, by path. Shows no values.
 * @param type undefined if it is unknown
 * @param outputs as stored; null if there are none
 */
export function outputPaths(type: KnownType | undefined, outputs: JsonObject | null): OutputPath[] {
  const found = new Map<string, OutputPath>();
  for (const { keys, ...named } of type ? namedPaths(type) : []) {
    found.set(named.path, { ...named, present: valueAt(outputs, keys) !== undefined });
  }
  if (outputs) walkValue(type, outputs, [], found);
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A path that the schema names. */
interface NamedPath extends Omit<OutputPath, "present"> {
  keys: readonly string[];
}

const namedOf = new WeakMap<KnownType, NamedPath[]>();

/** Walked once for each version of a type: many resources may be of one, and a hostile schema takes its time. */
function namedPaths(type: KnownType): NamedPath[] {
  const found = namedOf.get(type) ?? new SchemaWalk(type).paths();
  namedOf.set(type, found);
  return found;
}

class SchemaWalk {
  readonly #document: SchemaDocument;
  readonly #type: KnownType;
  readonly #found = new Map<string, NamedPath>();
  #walks = 0;
  #lookedAt = 0;

  constructor(type: KnownType) {
    this.#document = new SchemaDocument(type.outputsSchema);
    this.#type = type;
  }

  paths(): NamedPath[] {
    this.#walk([this.#type.outputsSchema], []);
    return [...this.#found.values()];
  }

  /**
   * Walks what schemas of the same value name, each key once: parts may name each other, and the same keys, so often
   * that their number would grow with every level.
   */
  #walk(schemas: readonly Schema[], keys: readonly string[]): void {
    if (keys.length >= MAX_DEPTH || ++this.#walks > MAX_WALKS || this.#lookedAt > MAX_LOOKED_AT) return;
    const named = new Map<string, Schema[]>();
    const applied = inPlace(this.#document, schemas);
    this.#lookedAt += applied.size;
    for (const schema of applied) {
      for (const [key, child] of schemaEntries(schema.properties)) {
        const children = named.get(key);
        if (children === undefined) named.set(key, [child]);
        else children.push(child);
      }
    }
    for (const [key, children] of named) {
      if (this.#found.size >= MAX_PATHS) return;
      if (!isNameable(key)) continue;
      for (const child of children) this.#add(child, [...keys, key]);
      this.#walk(children, [...keys, key]);
    }
  }

  #add(schema: Schema, keys: readonly string[]): void {
    const target = isSchemaObject(schema) ? this.#document.refOf(schema) : undefined;
    const { type, format, description } = { ...objectOf(target), ...objectOf(schema) };
    add(this.#found, keys, {
      keys,
      type: typeof type === "string" ? type : null,
      format: typeof format === "string" ? format : null,
      description: typeof description === "string" ? description : null,
      sensitive: isSensitive(this.#type, keys),
    });
  }
}

function walkValue(
  type: KnownType | undefined,
  value: JsonObject,
  keys: readonly string[],
  found: Map<string, OutputPath>,
): void {
  if (keys.length >= MAX_DEPTH) return;
  for (const key of Object.keys(value)) {
    const path = [...keys, key];
    const item = value[key] as Json;
    const sensitive = isEnvelope(item) || (type !== undefined && isSensitive(type, path));
    add(found, path, { type: typeAt(type, path), format: null, description: null, sensitive, present: true });
    if (isJsonObject(item) && !isEnvelope(item)) walkValue(type, item, path, found);
  }
}

const otherTypes = new WeakMap<KnownType, string | null>();

/**
 * The type of a key that the schema does not name, as it says of all others. One for all of them, found once: a schema may
 * have thousands of parts and patterns, and a resource thousands of outputs.
 */
function typeAt(type: KnownType | undefined, path: readonly string[]): string | null {
  if (type === undefined || path.length > 1) return null;
  const known = otherTypes.get(type);
  if (known !== undefined) return known;
  const found = typeOfOthers(type.outputsSchema);
  otherTypes.set(type, found);
  return found;
}

/** Null if patterns distinguish some of them. */
function typeOfOthers(schema: Schema): string | null {
  const document = new SchemaDocument(schema);
  const parts = [...inPlace(document, [schema])];
  if (parts.some(({ patternProperties }) => schemaEntries(patternProperties).length > 0)) return null;
  const others = parts.flatMap((part) => [part.additionalProperties, part.unevaluatedProperties].filter(isSchema));
  const found = [...inPlace(document, others)].find(({ type }) => typeof type === "string")?.type;
  return typeof found === "string" ? found : null;
}

function add<Found extends { path: string; sensitive: boolean }>(
  found: Map<string, Found>,
  keys: readonly string[],
  facts: Omit<Found, "path">,
): void {
  if (found.size >= MAX_PATHS || !keys.every(isNameable)) return;
  const path = keys.join(".");
  const known = found.get(path);
  if (!known) found.set(path, { path, ...facts } as Found);
  else if (facts.sensitive) known.sensitive = true;
}

function isSensitive(type: KnownType, keys: readonly string[]): boolean {
  let marks = type.outputAnnotations.root;
  for (const key of keys) {
    if (marks.sensitive) return true;
    marks = marks.property(key);
  }
  return marks.sensitive;
}

function valueAt(outputs: JsonObject | null, keys: readonly string[]): Json | undefined {
  let value: Json | undefined = outputs ?? undefined;
  for (const key of keys) value = isJsonObject(value) ? member(value, key) : undefined;
  return value;
}

function objectOf(schema: Schema | undefined): JsonObject {
  return isSchemaObject(schema) ? schema : {};
}
