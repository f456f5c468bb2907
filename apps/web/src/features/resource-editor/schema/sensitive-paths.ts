import type { Json, Path } from "@pragma/contract";
import { isObject, type Schema } from "./json-schema.ts";
import { inPlace, stepInto } from "./schemas-at.ts";

/**
 * Where the sensitive parts of a value are, outermost ones only, by all branches of the schema: what only one of them
 * calls sensitive is kept from being shown or stored all the same.
 */
export function sensitivePaths(root: Schema, value: Json): Path[] {
  const found: Path[] = [];
  walk(root, inPlace(root, root), value, [], found);
  return found;
}

function walk(root: Schema, schemas: readonly Schema[], value: Json, path: Path, found: Path[]): void {
  if (schemas.some((schema) => isObject(schema) && schema.sensitive === true)) {
    found.push(path);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const members: [string | number, Json][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : Object.entries(value);
  for (const [step, item] of members) {
    const below = new Set<Schema>();
    for (const schema of schemas) {
      for (const child of stepInto(schema, step)) for (const part of inPlace(root, child)) below.add(part);
    }
    if (below.size > 0) walk(root, [...below], item, [...path, step], found);
  }
}
