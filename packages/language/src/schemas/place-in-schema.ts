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
      if ([...here].every(isOpen)) return { isKnown: true };
      return notThere(here, step);
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

/** It says neither what kind of value there is, nor what that holds. */
function isOpen(schema: JsonObject): boolean {
  return (
    schema.type === undefined &&
    ["properties", "additionalProperties", "items", "prefixItems", "enum", "const"].every((key) => !(key in schema))
  );
}

function notThere(here: ReadonlySet<JsonObject>, step: PathPattern[number]): PlaceInSchema {
  const names = [...here].flatMap(({ properties }) => (isSchemaObject(properties) ? Object.keys(properties) : []));
  const text = step === ANY_STEP ? "*" : String(step);
  return { isKnown: false, step: text, suggestion: typeof step === "string" ? suggest(step, names) : undefined };
}
