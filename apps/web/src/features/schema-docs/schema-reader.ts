import type { Json, JsonObject } from "@pragma/contract";

/** References that lead from one to the next further than this lead nowhere. */
const MAX_HOPS = 20;

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function textOf(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

export function schemasOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The named subschemas of a keyword such as `properties`. */
export function namedSchemas(value: Json | undefined): [string, JsonObject][] {
  if (!isObject(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, JsonObject] => isObject(entry[1]));
}

/**
 * The fields of an object, those that are required first, and by name: the database does not keep the order in which the
 * author wrote them.
 */
export function fieldsInOrder(schema: JsonObject): { name: string; schema: JsonObject; required: boolean }[] {
  const required = [schema["required"] ?? []].flat();
  return namedSchemas(schema["properties"])
    .map(([name, part]) => ({ name, schema: part, required: required.includes(name) }))
    .sort((a, b) => Number(b.required) - Number(a.required) || a.name.localeCompare(b.name, "en"));
}

/** The names in a schema's `type`. */
export function typeNames(schema: JsonObject): string[] {
  return [schema["type"] ?? []].flat().filter((name) => typeof name === "string");
}

/** Reads the parts of one schema document, whose references may lead back into it. */
export class SchemaReader {
  readonly #root: JsonObject;

  constructor(root: JsonObject) {
    this.#root = root;
  }

  /**
   * A schema with its references followed and its `allOf` joined in. What stands beside a reference, such as a description,
   * wins over what is behind it. A reference that leads nowhere, or out of the document, adds nothing.
   */
  flatten(schema: JsonObject, hops = 0): JsonObject {
    const { $ref, allOf, ...own } = schema;
    const parts = [...this.#target($ref), ...schemasOf(allOf)];
    if (parts.length === 0 || hops >= MAX_HOPS) return own;
    return [...parts.map((part) => this.flatten(part, hops + 1)), own].reduce(join, {});
  }

  #target(reference: Json | undefined): JsonObject[] {
    if (typeof reference !== "string" || !reference.startsWith("#")) return [];
    let place: Json | undefined = this.#root;
    for (const step of reference.slice(1).split("/").filter(Boolean)) {
      const key = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
      if (Array.isArray(place)) place = place[Number(key)];
      else place = isObject(place) && Object.hasOwn(place, key) ? place[key] : undefined;
    }
    return isObject(place) ? [place] : [];
  }
}

/** Both must hold: fields and what is required of both, and for all else what the later one says. */
function join(first: JsonObject, second: JsonObject): JsonObject {
  const joined: JsonObject = { ...first, ...second };
  if (isObject(first["properties"]) && isObject(second["properties"])) {
    joined["properties"] = { ...first["properties"], ...second["properties"] };
  }
  if (Array.isArray(first["required"]) && Array.isArray(second["required"])) {
    joined["required"] = [...first["required"], ...second["required"]];
  }
  return joined;
}
