import type { JsonObject } from "../json/json.ts";
import { ANY_STEP, type PathPattern } from "../json/path-pattern.ts";
import { suggest } from "../suggest.ts";
import { isSchema, isSchemaObject, type Schema, schemaEntries } from "./json-schema.ts";
import { describedBelow, inPlace, itemSchemas, otherProperties } from "./places.ts";
import type { SchemaDocument } from "./schema-document.ts";

/** Whether values under a schema may have a place. */
export type PlaceInSchema = { isKnown: true } | { isKnown: false; step: string; suggestion: string | undefined };

/** No more schemas of one value are considered: one with more knows every place. */
const MOST_SCHEMAS = 1_000;

/**
 * Whether a schema knows a place, as far as it says what there is. Where it leaves open what a value holds, every place below is
 * known.
 * @returns the first step that is not, with the likely one
 * @throws SchemaError for a reference that leads nowhere
 */
export function placeInSchema(document: SchemaDocument, pattern: PathPattern): PlaceInSchema {
  let here = inPlace(document, [document.root], MOST_SCHEMAS);
  for (const step of pattern) {
    if (here.size > MOST_SCHEMAS) return { isKnown: true };
    const below = [...here].flatMap((schema) => schemasBelow(schema, step)).filter((schema) => schema !== false);
    if (below.length === 0) {
      return [...here].some((schema) => isOpen(schema, step)) ? { isKnown: true } : notThere(here, step);
    }
    if (below.includes(true)) return { isKnown: true };
    here = inPlace(document, below, MOST_SCHEMAS);
  }
  return { isKnown: true };
}

function schemasBelow(schema: JsonObject, step: PathPattern[number]): Schema[] {
  if (step !== ANY_STEP) return describedBelow(schema, step);
  const items = Array.isArray(schema.prefixItems) ? schema.prefixItems.filter(isSchema) : [];
  const named = schemaEntries(schema.properties).map(([, part]) => part);
  return [...named, ...otherProperties(schema), ...items, ...itemSchemas(schema, items.length)];
}

const REFERRING = ["$ref", "allOf", "anyOf", "oneOf"];
const MEMBERS = ["properties", "patternProperties", "additionalProperties", "unevaluatedProperties"];
const ELEMENTS = ["items", "prefixItems", "contains", "unevaluatedItems"];

/** It allows what a step leads into, and does not say what that holds. */
function isOpen(schema: JsonObject, step: PathPattern[number]): boolean {
  if ("enum" in schema || "const" in schema) return false;
  // It leaves all to others, which are looked at beside it.
  if (schema.type === undefined && REFERRING.some((keyword) => keyword in schema)) return false;
  const types = schema.type === undefined ? ["object", "array"] : [schema.type].flat();
  const holds = (type: string, keywords: readonly string[]) =>
    types.includes(type) && !keywords.some((keyword) => keyword in schema);
  return (
    (typeof step !== "number" && holds("object", MEMBERS)) || (typeof step !== "string" && holds("array", ELEMENTS))
  );
}

function notThere(here: ReadonlySet<JsonObject>, step: PathPattern[number]): PlaceInSchema {
  const names = [...here].flatMap(({ properties }) => (isSchemaObject(properties) ? Object.keys(properties) : []));
  const text = step === ANY_STEP ? "*" : String(step);
  return { isKnown: false, step: text, suggestion: typeof step === "string" ? suggest(step, names) : undefined };
}
