import { expect, it } from "vitest";
import { cutEnd, cutMiddle, padTo, widthOf } from "./width.ts";

it.each([
  ["plain", 5],
  ["日本語", 6],
  ["🚀 launch", 9],
  ["👩‍👩‍👧", 2],
  ["🇩🇪", 2],
  ["e\u0301", 1],
  ["שלום", 4],
  ["…", 1],
  ["\u200b", 0],
])("%s takes %d columns", (text, columns) => {
  expect(widthOf(text)).toBe(columns);
  expect(padTo(text, 12)).toBe(text + " ".repeat(12 - columns));
});

it("cuts no character in two, and says that it cut", () => {
  expect(cutEnd("日本語", 6)).toBe("日本語");
  expect(cutEnd("日本語", 5)).toBe("日本…");
  expect(cutEnd("日本語", 4)).toBe("日…");
  expect(cutEnd("👩‍👩‍👧 family", 3)).toBe("👩‍👩‍👧…");
  expect(cutEnd("text", 0)).toBe("");
  expect(cutMiddle("pragma/config/site", 18)).toBe("pragma/config/site");
  expect(cutMiddle("pragma/config/a-long-name-07", 13)).toBe("prag…-name-07");
});
