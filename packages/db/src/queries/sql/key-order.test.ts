import { expect, it } from "vitest";
import { inKeyOrder, keyOrderOf } from "./key-order.ts";

const written = {
  type: "object",
  properties: {
    zone: { type: "string" },
    a: { properties: { second: {}, first: {} } },
    "x/y": { items: { properties: { q: {}, b: {} } } },
  },
  $defs: { node: { properties: { right: {}, left: {} } } },
};

/** The value as `jsonb` stores it: keys by length, then by name. */
function stored(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, stored(item)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1)));
}

function orders(schema: string): string[] {
  return Object.values(keyOrderOf(schema)).map((keys) => keys.join(" "));
}

it("gives back the fields in the order in which they were written", () => {
  const text = JSON.stringify(written);
  const read = inKeyOrder(JSON.stringify(stored(written)), keyOrderOf(text));
  expect(JSON.parse(read)).toEqual(written);
  expect(new Set(orders(read))).toEqual(new Set(["zone a x/y", "second first", "q b", "right left"]));
});

it("goes by name where no order is known, and puts fields that it does not name behind the others", () => {
  const schema = JSON.stringify({ properties: { b: {}, aa: {}, d: {}, c: {} } });
  expect(orders(inKeyOrder(schema, null))).toEqual(["aa b c d"]);
  expect(orders(inKeyOrder(schema, { "/properties": ["gone", "d", "b"] }))).toEqual(["d b aa c"]);
});

it("leaves keys that are special to JavaScript as they are", () => {
  const schema = '{"properties":{"constructor":{},"__proto__":{"type":"string"}}}';
  expect(inKeyOrder(schema, keyOrderOf(schema))).toBe(schema);
});

it("keeps no more of a schema than its own size, however many places are below a long key", () => {
  const places = Array.from({ length: 1_000 }, () => ({ properties: { b: {}, a: {} } }));
  for (const key of ["k".repeat(10_000), "k".repeat(500)]) {
    const schema = JSON.stringify({ properties: { z: {}, y: {} }, $defs: { [key]: { allOf: places } } });
    const order = keyOrderOf(schema);
    expect(JSON.stringify(order).length).toBeLessThan(128 * 1024);
    expect(order["/properties"]).toEqual(["z", "y"]);
    expect(JSON.parse(inKeyOrder(schema, order))).toEqual(JSON.parse(schema));
  }
});
