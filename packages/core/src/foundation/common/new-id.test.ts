import { validate, version } from "uuid";
import { expect, it } from "vitest";
import { newId } from "./new-id.ts";

it("makes UUIDs of version 7, each once, in ascending order", () => {
  const before = Date.now();
  const ids = Array.from({ length: 10_000 }, newId);
  const after = Date.now();

  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
  const times = [ids[0], ids.at(-1)].map((id = "") => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
  expect(times[0]).toBeGreaterThanOrEqual(before);
  expect(times[1]).toBeLessThanOrEqual(after);
});

it("draws the rest of an id at random", () => {
  const rest = Array.from({ length: 1000 }, () => newId().slice(24));
  expect(new Set(rest).size).toBe(rest.length);
});
