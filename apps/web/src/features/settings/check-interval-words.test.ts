import { expect, it } from "vitest";
import { checkIntervalWords } from "./check-interval-words.ts";

it.each([
  [null, "every hour (as usual)"],
  [0, "never"],
  [90, "every 1 min 30 s"],
  [3600, "every 1 h"],
  [2_592_000, "every 30 d"],
])("%s seconds are %s", (seconds, words) => {
  expect(checkIntervalWords(seconds)).toBe(words);
});
