import { jsonEqual } from "../json/equal.ts";
import type { JsonObject } from "../json/json.ts";
import { isSchema, isSchemaObject, type Schema, schemaList } from "./json-schema.ts";
import type { SchemaDocument } from "./schema-document.ts";

/** A schema without references and `allOf`. `complex` if no single schema can express them. */
export type Flat = { schema: JsonObject; complex: boolean };

const ANNOTATIONS = new Set(["title", "description", "default", "examples", "deprecated", "$comment", "readOnly"]);
const DROPPED = new Set(["$ref", "$dynamicRef", "allOf", "$defs", "$schema", "$id", "$anchor", "$dynamicAnchor"]);

/**
 * A single schema that tells people and forms what a schema says, with references followed and `allOf` joined. Keywords
 * beside a reference take precedence over those behind it; a mark on either counts. In a lenient document, a reference
 * that leads nowhere makes it complex.
 *
 * @throws SchemaError for such a reference in another document
 */
export function flatten(document: SchemaDocument, schema: Schema): Flat {
  if (typeof schema === "boolean") return flattenPart(document, schema, { around: new Set(), left: MAX_PARTS });
  const known = flats.get(document) ?? new WeakMap<JsonObject, Flat>();
  flats.set(document, known);
  const flat = known.get(schema) ?? flattenPart(document, schema, { around: new Set(), left: MAX_PARTS });
  known.set(schema, flat);
  return flat;
}

/** Cached, since recursive schemas are requested again and again. */
const flats = new WeakMap<SchemaDocument, WeakMap<JsonObject, Flat>>();

/** A schema of more parts is not flattened: twenty that each name the next one twice have a million. */
const MAX_PARTS = 200;

/** The schemas around a part, and how many parts may still be visited. */
type Progress = { around: Set<Schema>; left: number };

function flattenPart(document: SchemaDocument, schema: Schema, progress: Progress): Flat {
  if (schema === false) return { schema: { not: {} }, complex: true };
  if (schema === true) return { schema: {}, complex: false };
  if (progress.around.has(schema) || progress.left-- <= 0) return { schema: {}, complex: true };
  const target = document.refOf(schema);
  const parts = [...(target === undefined ? [] : [target]), ...schemaList(schema.allOf)];
  const own = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !DROPPED.has(keyword)));
  const lost = target === undefined && (schema.$ref !== undefined || schema.$dynamicRef !== undefined);
  progress.around.add(schema);
  const flats = parts.map((part) => flattenPart(document, part, progress));
  progress.around.delete(schema);
  return flats.reduceRight(join, { schema: own, complex: lost });
}

function join(joined: Flat, part: Flat): Flat {
  const schema: JsonObject = { ...part.schema };
  let complex = joined.complex || part.complex;
  for (const [keyword, value] of Object.entries(joined.schema)) {
    const other = schema[keyword];
    if (other === undefined || ANNOTATIONS.has(keyword) || jsonEqual(other, value)) schema[keyword] = value;
    else if (keyword === "properties" && isSchemaObject(other) && isSchemaObject(value)) {
      complex ||= Object.keys(value).some((key) => isSchema(other[key]) && !jsonEqual(other[key], value[key]));
      schema[keyword] = { ...other, ...value };
    } else if (keyword === "required" && Array.isArray(other) && Array.isArray(value)) {
      schema[keyword] = [...new Set([...other, ...value])];
    } else if (keyword === "sensitive" || keyword === "immutable") schema[keyword] = other === true || value === true;
    // Parts of an `allOf` that are each closed could allow nothing together, so the server decides.
    else if (keyword !== "additionalProperties") {
      complex = true;
      schema[keyword] = value;
    }
  }
  return { schema, complex };
}
