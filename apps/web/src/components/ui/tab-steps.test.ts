import { expect, it } from "vitest";
import { tabAfter } from "./tab-steps.ts";

it.each([
  ["ArrowRight", 0, 1],
  ["ArrowRight", 2, 0],
  ["ArrowLeft", 2, 1],
  ["ArrowLeft", 0, 2],
  ["Home", 1, 0],
  ["End", 1, 2],
  ["ArrowDown", 1, null],
  ["j", 1, null],
])("%s at tab %i of three leads to %j", (key, index, next) => {
  expect(tabAfter(key, index, 3)).toBe(next);
});
