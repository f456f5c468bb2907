/**
 * The order in which an author wrote the fields of a schema, by the JSON pointer of each `properties`: `jsonb` sorts keys
 * by length. Kept beside the schema, since a column of type `json` could not be compared.
 */
export type KeyOrder = Record<string, string[]>;

const PROPERTIES = /\/properties$/;

/** @param schema as JSON text */
export function keyOrderOf(schema: string): KeyOrder {
  const order: KeyOrder = {};
  const walk = (value: unknown, pointer: string): void => {
    if (typeof value !== "object" || value === null) return;
    if (PROPERTIES.test(pointer) && !Array.isArray(value)) order[pointer] = Object.keys(value);
    for (const [key, item] of Object.entries(value)) walk(item, `${pointer}/${escaped(key)}`);
  };
  walk(JSON.parse(schema), "");
  return order;
}

/**
 * The same schema with its fields in their author's order. Those that the order does not name follow by name: a program of
 * the last release may have stored another schema and left the order.
 * @param schema as JSON text
 */
export function inKeyOrder(schema: string, order: KeyOrder | null | undefined): string {
  const sorted = (value: unknown, pointer: string): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item, index) => sorted(item, `${pointer}/${index}`));
    const entries = Object.entries(value).map(
      ([key, item]) => [key, sorted(item, `${pointer}/${escaped(key)}`)] as const,
    );
    if (!PROPERTIES.test(pointer)) return Object.fromEntries(entries);
    const places = new Map((order?.[pointer] ?? []).map((key, place) => [key, place]));
    const placeOf = (key: string): number => places.get(key) ?? places.size;
    entries.sort(([one], [other]) => placeOf(one) - placeOf(other) || (one < other ? -1 : 1));
    return Object.fromEntries(entries);
  };
  return JSON.stringify(sorted(JSON.parse(schema), ""));
}

function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
