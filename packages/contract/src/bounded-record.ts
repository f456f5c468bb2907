import { z } from "zod";

/**
 * A map with at most `max` keys, which are counted before any is looked at: zod makes an issue for each that is wrong.
 * (Lists need no such thing: `z.array(…).max(…)` looks at the length first.)
 * @param wire keys and values as they are sent
 */
export function boundedRecord<Key extends z.ZodString, Value extends z.ZodType>(
  key: Key,
  value: Value,
  { max, wire }: { max: number; wire: { key: object; value: object } },
) {
  const counted = z.custom<z.input<z.ZodRecord<Key, Value>>>((given) => !hasMoreKeys(given, max), {
    error: `must have at most ${max.toLocaleString("en")} keys`,
  });
  return counted.pipe(z.record(key, value)).meta({
    wire: { type: "object", maxProperties: max, propertyNames: wire.key, additionalProperties: wire.value },
  });
}

function hasMoreKeys(value: unknown, max: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  let count = 0;
  for (const _ in value) {
    count += 1;
    if (count > max) return true;
  }
  return false;
}
