import { expect, test } from "vitest";
import { inDeclaredTerms } from "./in-declared-terms.ts";

test.each([
  ["a number as a text", 3, "3"],
  ["a text as a number", "3", 3],
  ["a boolean as a text", true, "true"],
  ["another order", ["a", "b", "a"], ["a", "a", "b"]],
  ["further members", { a: 1, b: { c: [] } }, { b: { c: [], d: 1 }, a: 1, e: 2 }],
  [
    "a list of objects with further members",
    [{ port: 80 }, { port: 81 }],
    [
      { port: "81", id: 2 },
      { port: 80, id: 1 },
    ],
  ],
  ["nothing for null", null, undefined],
  ["a member that is null and not there", { a: null }, {}],
])("%s means the same", (_what, declared, found) => {
  expect(inDeclaredTerms(declared, found)).toEqual(declared);
});

test.each([
  ["another value", 3, 4, 4],
  ["nothing", 3, undefined, null],
  ["a value where none is declared", null, 4, 4],
  ["a list that lost one", ["a", "b"], ["a"], ["a"]],
  ["a list that has one twice", ["a", "b"], ["a", "a"], ["a", "a"]],
  ["a member that differs, and one more", { a: 1, b: 2 }, { a: 1, b: 3, c: 4 }, { a: 1, b: 3 }],
  ["a member that is gone", { a: 1, b: 2 }, { a: 1 }, { a: 1, b: null }],
  ["another kind", { a: 1 }, "a", "a"],
  ["an object for a text", "[object Object]", {}, {}],
])("%s is told as it is", (_what, declared, found, told) => {
  expect(inDeclaredTerms(declared, found)).toEqual(told);
});
