import { expect, it } from "vitest";
import { splitKeys } from "./split-keys.ts";

it("puts as many keys into a part as fit into an address", () => {
  const keys = Array.from({ length: 200 }, (_, n) => `bench/type-0/item-${n}`);
  const parts = splitKeys(keys);
  expect(parts.flat()).toEqual(keys);
  for (const part of parts) expect(encodeURIComponent(JSON.stringify(part)).length).toBeLessThanOrEqual(3010);
  expect(parts.length).toBeLessThan(5);
});

it("gives the longest keys a few to a part, and nothing no part", () => {
  const longest = `${"p".repeat(63)}/${"r".repeat(128)}/${"n".repeat(253)}`;
  expect(splitKeys(Array(20).fill(longest)).map(({ length }) => length)).toEqual([6, 6, 6, 2]);
  expect(splitKeys([])).toEqual([]);
});
