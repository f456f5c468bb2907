import type { Json, JsonObject } from "@pragma/contract";
import { isObject, refTarget, type Schema } from "./json-schema.ts";

/** A schema without `$ref` and `allOf`. `complex` where they say what no single schema can. */
export interface Flat {
  schema: JsonObject;
  complex: boolean;
}

const ANNOTATIONS = new Set(["title", "description", "default", "examples", "deprecated", "$comment", "readOnly"]);
const DROPPED = new Set(["$ref", "allOf", "$defs", "$schema", "$id", "$anchor"]);

/** Follows references and joins `allOf`, so that a form can be drawn. Words beside a reference go before those behind it. */
export function flatten(root: Schema, schema: Schema, seen: ReadonlySet<Schema> = new Set()): Flat {
  if (schema === false) return { schema: { not: {} }, complex: true };
  if (schema === true) return { schema: {}, complex: false };
  if (seen.has(schema)) return { schema: {}, complex: true };
  const inside = new Set([...seen, schema]);
  const parts: Flat[] = [];
  if (typeof schema.$ref === "string") {
    const target = refTarget(root, schema.$ref);
    parts.push(target === undefined ? { schema: {}, complex: true } : flatten(root, target, inside));
  }
  for (const part of Array.isArray(schema.allOf) ? schema.allOf : []) {
    parts.push(isObject(part) ? flatten(root, part, inside) : { schema: {}, complex: true });
  }
  const own = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !DROPPED.has(keyword)));
  return parts.reduceRight(join, { schema: own, complex: false });
}

function join(joined: Flat, part: Flat): Flat {
  const schema: JsonObject = { ...part.schema };
  let complex = joined.complex || part.complex;
  for (const [keyword, value] of Object.entries(joined.schema)) {
    const other = schema[keyword];
    if (other === undefined || ANNOTATIONS.has(keyword) || same(other, value)) schema[keyword] = value;
    else if (keyword === "properties" && isObject(other) && isObject(value)) {
      complex ||= Object.keys(value).some((key) => Object.hasOwn(other, key) && !same(other[key], value[key]));
      schema[keyword] = { ...other, ...value };
    } else if (keyword === "required" && Array.isArray(other) && Array.isArray(value)) {
      schema[keyword] = [...new Set([...other, ...value])];
    } else if (keyword === "sensitive" || keyword === "immutable") schema[keyword] = other === true || value === true;
    // Parts of an `allOf` that are closed each for themselves could hold nothing together: the server decides.
    else if (keyword !== "additionalProperties") complex = true;
  }
  return { schema, complex };
}

function same(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
