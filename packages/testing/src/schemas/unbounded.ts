type Schema = { readonly [keyword: string]: unknown };

/** Formats of texts that say how long they are at most. */
const BOUNDED_FORMATS = new Set(["uuid", "ipv4", "ipv6"]);
const ALTERNATIVES = ["anyOf", "oneOf", "allOf", "prefixItems"];

/**
 * The parts of a JSON Schema that let a sender send as much as it likes: lists without `maxItems`, maps without
 * `maxProperties`, texts without `maxLength`, and anything that may be any of these. An object of any form
 * (`{ type: "object" }` alone) counts as bounded: readers pass it on whole, and what is sent has a bound on its values.
 *
 * @param schema of what is sent, before anything is made of it
 * @param resolve the schema that a `$ref` names
 * @returns the path of each, such as `documents[].tags`
 */
export function unboundedParts(
  schema: Schema,
  resolve: (ref: string) => Schema | undefined = () => undefined,
): string[] {
  const found = new Set<string>();
  const seen = new Set<Schema>();
  const walk = (part: Schema, path: string): void => {
    if (seen.has(part)) return;
    seen.add(part);
    const { $ref } = part;
    if (typeof $ref === "string") {
      const target = resolve($ref);
      if (target === undefined) found.add(`${path}: ${$ref} is not known`);
      else walk(target, path);
      return;
    }
    if ("const" in part || "enum" in part) return;
    const alternatives = ALTERNATIVES.flatMap((keyword) => (part[keyword] as Schema[] | undefined) ?? []);
    for (const alternative of alternatives) walk(alternative, path);
    const types = [part["type"] ?? []].flat() as string[];
    if (types.length === 0 && alternatives.length === 0 && !("not" in part)) found.add(`${path}: may be anything`);
    if (types.includes("string") && !isBoundedText(part)) found.add(`${path}: a text of any length`);
    if (types.includes("array")) walkArray(part, path);
    if (types.includes("object")) walkObject(part, path);
  };
  const walkArray = ({ items, prefixItems, maxItems }: Schema, path: string): void => {
    if (maxItems === undefined) found.add(`${path}[]: a list of any length`);
    if (items !== undefined || prefixItems === undefined) walk((items ?? {}) as Schema, `${path}[]`);
  };
  const walkObject = (
    { properties, patternProperties, additionalProperties, propertyNames, maxProperties }: Schema,
    path: string,
  ): void => {
    for (const [name, member] of Object.entries((properties as Record<string, Schema> | undefined) ?? {})) {
      walk(member, path === "" ? name : `${path}.${name}`);
    }
    const patterns = Object.values((patternProperties as Record<string, Schema> | undefined) ?? {});
    for (const value of patterns) walk(value, `${path}{}`);
    const isMap = propertyNames !== undefined || hasKeywords(additionalProperties);
    if (!isMap && patterns.length === 0) return;
    if (maxProperties === undefined) found.add(`${path}{}: a map of any size`);
    if (!isMap) return;
    if (propertyNames !== undefined) walk(propertyNames as Schema, `${path}{key}`);
    walk((additionalProperties ?? {}) as Schema, `${path}{}`);
  };
  walk(schema, "");
  return [...found];
}

function hasKeywords(schema: unknown): boolean {
  return typeof schema === "object" && schema !== null && Object.keys(schema).length > 0;
}

/** A file has the bound of its endpoint, which an operator sets. */
function isBoundedText({ maxLength, format, contentMediaType }: Schema): boolean {
  return maxLength !== undefined || BOUNDED_FORMATS.has(String(format)) || contentMediaType !== undefined;
}
