import { expect, it } from "vitest";
import { stepOf } from "./row-steps.ts";

it.each([
  ["j", false, 1],
  ["k", false, -1],
  ["j", true, 1],
  ["ArrowDown", true, 1],
  ["ArrowUp", true, -1],
  ["ArrowDown", false, null],
  ["ArrowLeft", true, null],
  ["x", true, null],
] as const)("%s, in the list: %s, goes %s rows on", (key, isInList, step) => {
  expect(stepOf(key, isInList)).toBe(step);
});
