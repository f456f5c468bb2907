import { expect, test } from "vitest";
import { cutToBytes, exceedsBytes } from "./line-writer.ts";

test("bytes are counted, not characters", () => {
  expect(exceedsBytes("abc", 3)).toBe(false);
  expect(exceedsBytes("abcd", 3)).toBe(true);
  expect(exceedsBytes("äb", 3)).toBe(false);
  expect(exceedsBytes("ää", 3)).toBe(true);
});

test("a cut never leaves half a character", () => {
  expect(cutToBytes("abc", 3)).toBe("abc");
  expect(cutToBytes("äää", 3)).toBe("ä… (cut)");
  expect(cutToBytes("a😀b", 4)).toBe("a… (cut)");
});
