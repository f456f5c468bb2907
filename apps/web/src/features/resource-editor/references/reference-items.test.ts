import { describe, expect, it } from "vitest";
import { asItem, itemsOf, makersOf, makerValue, withTyped } from "./reference-items.ts";

const candidate = (key: string, path: string, more = {}) => ({
  ...{ key, path, provider: "p", resource: "t", lifecycle_state: "ready" as const },
  ...{
    type: "string",
    format: null,
    description: null,
    sensitive: false,
    present: true,
    fits: true,
    used_by: 0,
    ...more,
  },
});
const item = (key: string, path: string) => asItem(candidate(key, path));
const typed = (key: string, field: string | null) => ({ key, field });

it("an item says what speaks for and against it", () => {
  const words = (more: object) => asItem(candidate("p/t/a", "url", more)).notes.map((note) => note.words);
  expect(words({})).toEqual([]);
  expect(words({ used_by: 3, sensitive: true })).toEqual(["used by 3", "secret"]);
  expect(words({ fits: false, present: false })).toEqual(["other type", "not there yet"]);
});

describe("what was typed in full", () => {
  const found = [item("p/t/ab", "host"), item("p/t/a", "hostname"), item("p/t/a", "host")];
  const values = (reference: ReturnType<typeof typed>) => withTyped(found, reference).map(({ value }) => value);

  it.each([
    ["is the first if it was found", typed("p/t/a", "outputs.host"), 0, 3],
    ["is the first if it was not", typed("p/t/a", "outputs.other"), 0, 4],
    ["is the last if it begins another of its resource", typed("p/t/a", "outputs.hos"), 3, 4],
    ["is the last if it is a key alone", typed("p/t/a", null), 3, 4],
  ])("%s", (_, reference, place, count) => {
    const all = values(reference);
    const { key, field } = reference;
    expect(all.indexOf(field === null ? key : `${key}.${field}`)).toBe(place);
    expect(all).toHaveLength(count);
  });
});

it("the resource that was typed is the first to create, once the answer is for that text", () => {
  const maker = { provider: "p", resource: "t", description: null, path: "url", open: false };
  const found = { candidates: [], makers: [maker], missing: { ...maker, name: "a" } };
  expect(makersOf(found, false).map(makerValue)).toEqual(["new p/t/a", "new p/t"]);
  expect(makersOf(found, true).map(makerValue)).toEqual(["new p/t"]);
  expect(makersOf(undefined, false)).toEqual([]);
});

it("a resource cannot refer to itself", () => {
  const found = itemsOf([candidate("p/t/a", "url"), candidate("p/t/b", "url")], "p/t/a");
  expect(found.map(({ value }) => value)).toEqual(["p/t/b.outputs.url"]);
});
