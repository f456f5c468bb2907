import type { Json, JsonObject } from "@pragma/contract";

/** A JSON Schema of draft 2020-12, as the server accepted it: references stay inside the document. */
export type Schema = boolean | JsonObject;

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isSchema(value: Json | undefined): value is Schema {
  return typeof value === "boolean" || isObject(value);
}

export function schemaList(value: Json | undefined): Schema[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

/** Named subschemas, in the order of the document. */
export function schemaEntries(value: Json | undefined): [string, Schema][] {
  if (!isObject(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, Schema] => isSchema(entry[1]));
}

/** The subschema that a `$ref` inside the document names: a pointer, an anchor, or the document itself. */
export function refTarget(root: Schema, ref: string): Schema | undefined {
  if (!isObject(root) || !ref.startsWith("#")) return undefined;
  if (ref === "#") return root;
  if (!ref.startsWith("#/")) {
    const anchor = ref.slice(1);
    return schemaEntries(root.$defs)
      .map(([, schema]) => schema)
      .find((schema) => isObject(schema) && schema.$anchor === anchor);
  }
  let found: Json | undefined = root;
  for (const token of decode(ref.slice(2)).split("/")) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(found)) found = found[Number(key)];
    else found = isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  }
  return isSchema(found) ? found : undefined;
}

function decode(pointer: string): string {
  try {
    return decodeURIComponent(pointer);
  } catch {
    return pointer;
  }
}
