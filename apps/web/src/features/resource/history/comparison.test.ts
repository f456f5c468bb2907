import { describe, expect, it } from "vitest";
import { generationOf, readVersions } from "./comparison.ts";

describe("readVersions", () => {
  it.each([
    ["1..3", { from: 1, to: 3 }],
    ["12..2", { from: 12, to: 2 }],
    ["0..2", null],
    ["1..", null],
    ["1..2..3", null],
    ["1..9999999999", null],
    ["a..b", null],
  ])("%s", (text, versions) => {
    expect(readVersions(text)).toEqual(versions);
  });
});

it.each([
  ["3", 3],
  [" 1 ", 1],
  ["4", null],
  ["0", null],
  ["1.5", null],
  ["", null],
])("of 3 generations, %j is %j", (text, number) => {
  expect(generationOf(text, 3)).toBe(number);
});
