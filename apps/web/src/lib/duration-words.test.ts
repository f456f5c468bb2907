import { expect, it } from "vitest";
import { durationWords } from "./duration-words.ts";

it.each<[number, string]>([
  [-5, "0 ms"],
  [0, "0 ms"],
  [340, "340 ms"],
  [999.4, "999 ms"],
  [1000, "1 s"],
  [1249, "1.2 s"],
  [9990, "9.9 s"],
  [59_999, "59 s"],
  [60_000, "1 min"],
  [185_000, "3 min 5 s"],
  [3_600_000, "1 h"],
  [7_800_000, "2 h 10 min"],
  [86_400_000 * 4 + 3_600_000 * 3, "4 d 3 h"],
  [86_400_000 * 4000, "4,000 d"],
])("%d ms are %j", (milliseconds, words) => {
  expect(durationWords(milliseconds)).toBe(words);
});
