/**
 * The order in which an author wrote the fields of a schema, by the JSON pointer of each `properties`: `jsonb` sorts keys
 * by length. Kept beside the schema, since a column of type `json` could not be compared.
 */
export type KeyOrder = Record<string, string[]>;

const PROPERTIES = "properties";
/**
 * Lengths of one pointer, and of all together, in characters. Each place of a schema repeats the keys above it: without a
 * bound, 64 KiB with one long key would take 60 MB here, and minutes. Fields beyond it are listed by name.
 */
const MAX_POINTER = 512;
const MAX_POINTERS = 64 * 1024;

/** @param schema as JSON text */
export function keyOrderOf(schema: string): KeyOrder {
  const order: KeyOrder = {};
  let room = MAX_POINTERS;
  const walk = (value: unknown, pointer: string, areFields: boolean): void => {
    if (typeof value !== "object" || value === null || pointer.length > MAX_POINTER) return;
    if (areFields && !Array.isArray(value) && pointer.length <= room) {
      room -= pointer.length;
      order[pointer] = Object.keys(value);
    }
    for (const [key, item] of Object.entries(value)) walk(item, `${pointer}/${escaped(key)}`, key === PROPERTIES);
  };
  walk(JSON.parse(schema), "", false);
  return order;
}

/**
 * The same schema with its fields in their author's order. Those that the order does not name follow by name: a program of
 * the last release may have stored another schema and left the order.
 * @param schema as JSON text
 */
export function inKeyOrder(schema: string, order: KeyOrder | null | undefined): string {
  const sorted = (value: unknown, pointer: string, areFields: boolean): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item, index) => sorted(item, `${pointer}/${index}`, false));
    const entries = Object.entries(value).map(
      ([key, item]) => [key, sorted(item, `${pointer}/${escaped(key)}`, key === PROPERTIES)] as const,
    );
    if (!areFields) return Object.fromEntries(entries);
    const known = pointer.length > MAX_POINTER ? undefined : order?.[pointer];
    const places = new Map((known ?? []).map((key, place) => [key, place]));
    const placeOf = (key: string): number => places.get(key) ?? places.size;
    entries.sort(([one], [other]) => placeOf(one) - placeOf(other) || (one < other ? -1 : 1));
    return Object.fromEntries(entries);
  };
  return JSON.stringify(sorted(JSON.parse(schema), "", false));
}

function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
