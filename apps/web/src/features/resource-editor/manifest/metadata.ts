import {
  type ApplyInput,
  type Json,
  type JsonObject,
  type KeptField,
  parseKey,
  type Resource,
  type ResourceRef,
  resourceKey,
} from "@pragma/contract";
import { readRef } from "@pragma/language";
import type { Manifest } from "./manifest.ts";

/** A kind of metadata value, as in the editor. */
interface Kind<Value> {
  /** What is left out. */
  empty: Value;
  isEmpty(value: Value): boolean;
  /** @returns undefined if the value is of another kind, which is `wanted` */
  read(value: Json): Value | undefined;
  wanted: string;
  /** As it is written. */
  write(value: Value): Json;
  schema: JsonObject;
}

const texts: Kind<string[]> = {
  empty: [],
  isEmpty: (list) => list.length === 0,
  read: (value) => (Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined),
  wanted: "must be a list of strings",
  write: (list) => list,
  schema: { type: "array", items: { type: "string" } },
};

const flag: Kind<boolean> = {
  empty: false,
  isEmpty: (value) => !value,
  read: (value) => (typeof value === "boolean" ? value : undefined),
  wanted: "must be true or false",
  write: (value) => value,
  schema: { type: "boolean" },
};

const KEY: JsonObject = { type: "string", format: "provider/resource/name" };
const REF: JsonObject = {
  type: "object",
  properties: { provider: { type: "string" }, resource: { type: "string" }, name: { type: "string" } },
  required: ["provider", "resource", "name"],
};

/** Resources by their keys, or as the objects that the API has. */
const references: Kind<string[]> = {
  ...texts,
  read(value) {
    if (!Array.isArray(value)) return undefined;
    const refs = value.map(readRef).filter((ref) => ref !== null);
    return refs.length === value.length ? refs.map(resourceKey) : undefined;
  },
  wanted: "must be a list of provider/resource/name",
  write: refsOf,
  schema: { type: "array", items: { anyOf: [KEY, REF] } },
};

/** Resources as the API takes them, by their keys. */
export function refsOf(keys: readonly string[]): ResourceRef[] {
  return keys.map(parseKey).filter((ref) => ref !== null);
}

/** The fields stored beside the config, as in the editor. */
export interface Metadata {
  tags: string[];
  /** Keys of the resources that it goes with. */
  owner_references: string[];
  deletion_protected: boolean;
}

/** One of them, between the editor and the API. */
interface MetadataField<Field extends KeptField> {
  kind: Kind<Metadata[Field]>;
  description: string;
  of(shown: Resource[Field]): Metadata[Field];
  /** @param before what the resource has; undefined for a new one */
  given(value: Metadata[Field], before: Resource[Field] | undefined): ApplyInput[Field];
}

/** In the order in which they are written. */
const METADATA: { [Field in KeptField]: MetadataField<Field> } = {
  tags: {
    kind: texts,
    description: "Labels to find it by",
    of: (tags) => tags ?? [],
    // No tags at all is another value than an empty list: an apply without a change is to be none.
    given: (tags, before) => (tags.length === 0 && before === null ? null : tags),
  },
  owner_references: {
    kind: references,
    description: "Deleted when its last owner is deleted",
    of: (owners) => owners.map(resourceKey),
    given: refsOf,
  },
  deletion_protected: {
    kind: flag,
    description: "Refuses to delete it",
    of: (isProtected) => isProtected,
    given: (isProtected) => isProtected,
  },
};

const entries = Object.entries(METADATA) as [KeptField, MetadataField<KeptField>][];

export const METADATA_NAMES = entries.map(([name]) => name);

/** Those of a resource that exists. */
export function metadataOf(resource: Resource): Metadata {
  return Object.fromEntries(entries.map(([name, { of }]) => [name, of(resource[name] as never)])) as never;
}

/** Those of a manifest as an apply gives them. All that it leaves out is cleared. */
export function givenMetadata(metadata: Metadata, base: Resource | null): Pick<ApplyInput, KeptField> {
  return Object.fromEntries(
    entries.map(([name, { given }]) => [name, given(metadata[name] as never, base?.[name] as never)]),
  );
}

/** The fields in a text; invalid ones are reported, and left empty. */
export function readMetadata(value: JsonObject, complain: (field: string, message: string) => void): Metadata {
  return Object.fromEntries(
    entries.map(([name, { kind }]) => [name, readField(value, name, kind as Kind<unknown>, complain)]),
  ) as never;
}

/** What it waits for, in both ways to say it. */
export function readDependencies(
  value: JsonObject,
  complain: (field: string, message: string) => void,
): Pick<Manifest, "depends_on" | "dependencies"> {
  const dependencies = readField(value, "dependencies", references, complain);
  return {
    depends_on: readField(value, "depends_on", texts, complain),
    ...(dependencies.length > 0 ? { dependencies } : {}),
  };
}

function readField<Value>(
  value: JsonObject,
  name: string,
  { empty, read, wanted }: Kind<Value>,
  complain: (field: string, message: string) => void,
): Value {
  const found = value[name] ?? null;
  if (found === null) return empty;
  const known = read(found);
  if (known === undefined) complain(name, `${name} ${wanted}`);
  return known ?? empty;
}

/** The fields to write: all that are not empty. */
export function writtenMetadata(metadata: Metadata): { [Field in KeptField]?: Json } {
  return Object.fromEntries(
    entries.flatMap(
      ([
        name,
        {
          kind: { isEmpty, write },
        },
      ]) => {
        const value = metadata[name] as never;
        return isEmpty(value) ? [] : [[name, write(value)]];
      },
    ),
  );
}

/** Their schemas, for completion and hover. */
export const METADATA_SCHEMAS: JsonObject = {
  ...Object.fromEntries(entries.map(([name, { kind, description }]) => [name, { ...kind.schema, description }])),
  depends_on: { type: "array", items: KEY, description: "Resources it waits for besides those it references" },
};
