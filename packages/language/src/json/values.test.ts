import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasMoreValues } from "./values.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** Keys and values at any depth, but for those that an empty container could have had. */
function countOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  const keys = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, member) => sum + countOf(member), 1 + keys);
}

function countEmpty(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const members = Object.values(value);
  return members.length === 0 ? 1 : members.reduce<number>((sum, member) => sum + countEmpty(member), 0);
}

describe("hasMoreValues", () => {
  it.each([
    ["[1,2,3]", 4],
    ['{"a":1,"b":[2]}', 6],
    ["[[[1]]]", 4],
    ['["a,b",":,{[","\\",[","\\\\",1]', 6],
    ['{",":1}', 3],
    ["[ 1 , 2 ]", 3],
  ])("counts in %s what is no part of a text", (text, count) => {
    expect(hasMoreValues(bytes(text), count - 1)).toBe(true);
    expect(hasMoreValues(bytes(text), count)).toBe(false);
  });

  it("counts what a parser makes, and one for each empty container", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), (value) => {
        const text = JSON.stringify(value);
        const made = countOf(JSON.parse(text));
        const empty = countEmpty(value);
        expect(hasMoreValues(bytes(text), made + empty)).toBe(false);
        expect(hasMoreValues(bytes(text), made + empty - 1)).toBe(true);
      }),
    );
  });

  it("knows a text that is too short to have so many", () => {
    expect(hasMoreValues(bytes("[,,,,,"), 6)).toBe(false);
  });
});
